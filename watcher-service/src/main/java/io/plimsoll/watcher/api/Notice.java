package io.plimsoll.watcher.api;

import io.plimsoll.watcher.project.KubernetesObject;

/** What a watch delivers. */
public sealed interface Notice {

    /** ADDED or MODIFIED: for a ledger of what is known they are the same. */
    record Changed(KubernetesObject object) implements Notice {}

    record Removed(KubernetesObject object) implements Notice {}

    /**
     * Everything up to this resourceVersion was delivered.
     *
     * @param endsList whether it is the one that a streamed list ends with
     */
    record Bookmark(String resourceVersion, boolean endsList) implements Notice {}

    /** The server ends the watch with a Status. */
    record Refused(ApiFailure failure) implements Notice {}
}
