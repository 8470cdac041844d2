package io.plimsoll.simulator.store;

import static io.plimsoll.simulator.store.ResourceType.Trait.GENERATION;
import static io.plimsoll.simulator.store.ResourceType.Trait.GRACEFUL;
import static io.plimsoll.simulator.store.ResourceType.Trait.NAMESPACED;
import static io.plimsoll.simulator.store.ResourceType.Trait.SCALE;
import static io.plimsoll.simulator.store.ResourceType.Trait.STATUS;

import java.util.List;

/** The types every simulated cluster serves. Others (Karpenter's, say) are registered with {@link ObjectStore#register}. */
public final class ResourceTypes {

    public static final ResourceType NODE =
            ResourceType.of("", "v1", "Node", "nodes", STATUS).withShortNames("no");
    public static final ResourceType POD = ResourceType.of("", "v1", "Pod", "pods", NAMESPACED, STATUS, GRACEFUL)
            .withShortNames("po")
            .withCategories("all");
    public static final ResourceType SERVICE = ResourceType.of("", "v1", "Service", "services", NAMESPACED, STATUS)
            .withShortNames("svc")
            .withCategories("all");
    public static final ResourceType EVENT =
            ResourceType.of("", "v1", "Event", "events", NAMESPACED).withShortNames("ev");
    public static final ResourceType CONFIG_MAP =
            ResourceType.of("", "v1", "ConfigMap", "configmaps", NAMESPACED).withShortNames("cm");
    public static final ResourceType SECRET = ResourceType.of("", "v1", "Secret", "secrets", NAMESPACED);
    public static final ResourceType NAMESPACE =
            ResourceType.of("", "v1", "Namespace", "namespaces", STATUS).withShortNames("ns");
    public static final ResourceType PERSISTENT_VOLUME = ResourceType.of(
                    "", "v1", "PersistentVolume", "persistentvolumes", STATUS)
            .withShortNames("pv");
    public static final ResourceType PERSISTENT_VOLUME_CLAIM = ResourceType.of(
                    "", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", NAMESPACED, STATUS)
            .withShortNames("pvc");
    public static final ResourceType REPLICATION_CONTROLLER = ResourceType.of(
                    "", "v1", "ReplicationController", "replicationcontrollers", NAMESPACED, STATUS, SCALE, GENERATION)
            .withShortNames("rc")
            .withCategories("all");
    public static final ResourceType SERVICE_ACCOUNT = ResourceType.of(
                    "", "v1", "ServiceAccount", "serviceaccounts", NAMESPACED)
            .withShortNames("sa");
    public static final ResourceType RESOURCE_QUOTA = ResourceType.of(
                    "", "v1", "ResourceQuota", "resourcequotas", NAMESPACED, STATUS)
            .withShortNames("quota");
    public static final ResourceType LIMIT_RANGE =
            ResourceType.of("", "v1", "LimitRange", "limitranges", NAMESPACED).withShortNames("limits");
    public static final ResourceType ENDPOINTS =
            ResourceType.of("", "v1", "Endpoints", "endpoints", NAMESPACED).withShortNames("ep");

    public static final ResourceType DEPLOYMENT = apps("Deployment", "deployments", "deploy");
    public static final ResourceType REPLICA_SET = apps("ReplicaSet", "replicasets", "rs");
    public static final ResourceType STATEFUL_SET = apps("StatefulSet", "statefulsets", "sts");
    public static final ResourceType DAEMON_SET = ResourceType.of(
                    "apps", "v1", "DaemonSet", "daemonsets", NAMESPACED, STATUS, GENERATION)
            .withShortNames("ds")
            .withCategories("all");
    public static final ResourceType CONTROLLER_REVISION =
            ResourceType.of("apps", "v1", "ControllerRevision", "controllerrevisions", NAMESPACED);

    public static final ResourceType JOB = ResourceType.of("batch", "v1", "Job", "jobs", NAMESPACED, STATUS, GENERATION)
            .withCategories("all");
    public static final ResourceType CRON_JOB = ResourceType.of(
                    "batch", "v1", "CronJob", "cronjobs", NAMESPACED, STATUS, GENERATION)
            .withShortNames("cj")
            .withCategories("all");

    public static final ResourceType POD_DISRUPTION_BUDGET = ResourceType.of(
                    "policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", NAMESPACED, STATUS, GENERATION)
            .withShortNames("pdb");
    public static final ResourceType HORIZONTAL_POD_AUTOSCALER = ResourceType.of(
                    "autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", NAMESPACED, STATUS)
            .withShortNames("hpa")
            .withCategories("all");
    public static final ResourceType LEASE =
            ResourceType.of("coordination.k8s.io", "v1", "Lease", "leases", NAMESPACED);
    public static final ResourceType STORAGE_CLASS = ResourceType.of(
                    "storage.k8s.io", "v1", "StorageClass", "storageclasses")
            .withShortNames("sc");
    public static final ResourceType PRIORITY_CLASS = ResourceType.of(
                    "scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses")
            .withShortNames("pc");
    /** Kept and shown, as those that follow, so that whole applications can be applied; nothing enforces them. */
    public static final ResourceType NETWORK_POLICY = ResourceType.of(
                    "networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", NAMESPACED)
            .withShortNames("netpol");

    public static final ResourceType INGRESS = ResourceType.of(
                    "networking.k8s.io", "v1", "Ingress", "ingresses", NAMESPACED, STATUS, GENERATION)
            .withShortNames("ing");
    public static final ResourceType ENDPOINT_SLICE =
            ResourceType.of("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", NAMESPACED);
    public static final ResourceType VALIDATING_ADMISSION_POLICY = ResourceType.of(
            "admissionregistration.k8s.io",
            "v1",
            "ValidatingAdmissionPolicy",
            "validatingadmissionpolicies",
            STATUS,
            GENERATION);
    public static final ResourceType VALIDATING_ADMISSION_POLICY_BINDING = ResourceType.of(
            "admissionregistration.k8s.io",
            "v1",
            "ValidatingAdmissionPolicyBinding",
            "validatingadmissionpolicybindings");

    public static final ResourceType ROLE =
            ResourceType.of("rbac.authorization.k8s.io", "v1", "Role", "roles", NAMESPACED);
    public static final ResourceType ROLE_BINDING =
            ResourceType.of("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", NAMESPACED);
    public static final ResourceType CLUSTER_ROLE =
            ResourceType.of("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles");
    public static final ResourceType CLUSTER_ROLE_BINDING =
            ResourceType.of("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings");
    public static final ResourceType CUSTOM_RESOURCE_DEFINITION = ResourceType.of(
                    "apiextensions.k8s.io",
                    "v1",
                    "CustomResourceDefinition",
                    "customresourcedefinitions",
                    STATUS,
                    GENERATION)
            .withShortNames("crd", "crds");

    /** Karpenter's types. Not served unless registered, as on a cluster without Karpenter. */
    public static final ResourceType NODE_POOL =
            ResourceType.of("karpenter.sh", "v1", "NodePool", "nodepools", STATUS, GENERATION);

    public static final ResourceType NODE_CLAIM =
            ResourceType.of("karpenter.sh", "v1", "NodeClaim", "nodeclaims", STATUS, GENERATION);

    /** Everything a plain cluster serves, in the order of discovery. */
    public static final List<ResourceType> BUILT_IN = List.of(
            NODE,
            POD,
            SERVICE,
            EVENT,
            CONFIG_MAP,
            SECRET,
            NAMESPACE,
            PERSISTENT_VOLUME,
            PERSISTENT_VOLUME_CLAIM,
            REPLICATION_CONTROLLER,
            SERVICE_ACCOUNT,
            RESOURCE_QUOTA,
            LIMIT_RANGE,
            ENDPOINTS,
            DEPLOYMENT,
            REPLICA_SET,
            STATEFUL_SET,
            DAEMON_SET,
            CONTROLLER_REVISION,
            JOB,
            CRON_JOB,
            POD_DISRUPTION_BUDGET,
            HORIZONTAL_POD_AUTOSCALER,
            LEASE,
            STORAGE_CLASS,
            PRIORITY_CLASS,
            NETWORK_POLICY,
            INGRESS,
            ENDPOINT_SLICE,
            VALIDATING_ADMISSION_POLICY,
            VALIDATING_ADMISSION_POLICY_BINDING,
            ROLE,
            ROLE_BINDING,
            CLUSTER_ROLE,
            CLUSTER_ROLE_BINDING,
            CUSTOM_RESOURCE_DEFINITION);

    private ResourceTypes() {}

    private static ResourceType apps(String kind, String plural, String shortName) {
        return ResourceType.of("apps", "v1", kind, plural, NAMESPACED, STATUS, SCALE, GENERATION)
                .withShortNames(shortName)
                .withCategories("all");
    }
}
