package io.plimsoll.analyzer.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which topics are read and written. */
@ConfigMapping(prefix = "plimsoll.topics")
public interface TopicKeys {

    /** What topic names begin with. */
    @WithDefault("plimsoll")
    String prefix();
}
