package io.plimsoll.watcher.api;

import io.plimsoll.watcher.project.KubernetesObject;

/** Takes the items of a list; may block, which slows the list down. */
@FunctionalInterface
public interface ItemConsumer {

    void accept(KubernetesObject item) throws InterruptedException;
}
