package io.plimsoll.analyzer.state;

/** What the watcher watches, by the names that ticks, gaps and lists give it. */
public final class Resource {

    public static final String NODES = "nodes";
    public static final String PODS = "pods";
    public static final String BUDGETS = "poddisruptionbudgets";
    public static final String DEPLOYMENTS = "deployments";
    public static final String REPLICA_SETS = "replicasets";
    public static final String STATEFUL_SETS = "statefulsets";
    public static final String DAEMON_SETS = "daemonsets";
    public static final String AUTOSCALERS = "horizontalpodautoscalers";
    public static final String EVENTS = "events";
    public static final String CLAIMS = "persistentvolumeclaims";
    public static final String SERVICES = "services";
    public static final String USAGE = "usage";

    private Resource() {}
}
