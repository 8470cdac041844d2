package io.plimsoll.actuator.cluster;

/** The cluster's id where none is configured: the uid of its kube-system namespace, as the watcher takes it. */
public sealed interface ClusterId {

    record Known(String id) implements ClusterId {}

    /** Not yet to be had, and what mends it. */
    record Unknown(String problem) implements ClusterId {}

    /** Asks once. */
    static ClusterId ask(Api api) {
        Reply reply = api.get("/api/v1/namespaces/kube-system");
        String uid = reply.body().path("metadata").path("uid").asText("");
        if (reply.ok() && !uid.isEmpty()) {
            return new Known(uid);
        }
        return new Unknown("the cluster's id can't be read from namespace kube-system ("
                + (reply.ok() ? "it has no uid" : reply.message())
                + "): set plimsoll.cluster, or allow get on namespace kube-system");
    }
}
