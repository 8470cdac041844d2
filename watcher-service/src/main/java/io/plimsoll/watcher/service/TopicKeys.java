package io.plimsoll.watcher.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where records are written. */
@ConfigMapping(prefix = "plimsoll.topics")
public interface TopicKeys {

    /** What topic names begin with. */
    @WithDefault("plimsoll")
    String prefix();
}
