package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What the API server fills in and checks when an object is created ({@code pkg/apis/.../defaults.go}), in part. */
final class Defaults {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9:.]*[a-z0-9])?");

    private static final Pattern PERCENT = Pattern.compile("[0-9]+%");

    private static final Map<ResourceType, Consumer<ObjectNode>> BY_TYPE = Map.ofEntries(
            Map.entry(ResourceTypes.POD, Defaults::pod),
            Map.entry(ResourceTypes.NAMESPACE, Defaults::namespace),
            Map.entry(ResourceTypes.SERVICE, Defaults::service),
            Map.entry(ResourceTypes.DEPLOYMENT, Defaults::deployment),
            Map.entry(ResourceTypes.REPLICA_SET, o -> absent(spec(o), "replicas", 1)),
            Map.entry(ResourceTypes.REPLICATION_CONTROLLER, o -> absent(spec(o), "replicas", 1)),
            Map.entry(ResourceTypes.STATEFUL_SET, Defaults::statefulSet),
            Map.entry(ResourceTypes.DAEMON_SET, Defaults::daemonSet),
            Map.entry(ResourceTypes.JOB, Defaults::job),
            Map.entry(ResourceTypes.CRON_JOB, Defaults::cronJob),
            Map.entry(ResourceTypes.PERSISTENT_VOLUME_CLAIM, Defaults::claim),
            Map.entry(ResourceTypes.HORIZONTAL_POD_AUTOSCALER, o -> absent(spec(o), "minReplicas", 1)));

    private static final Set<ResourceType> NEED_SELECTOR = Set.of(
            ResourceTypes.DEPLOYMENT, ResourceTypes.REPLICA_SET, ResourceTypes.STATEFUL_SET, ResourceTypes.DAEMON_SET);

    private Defaults() {}

    /** @throws ApiException 422 if something that must be there isn't */
    static void complete(ResourceType type, ObjectNode object) {
        fill(type, object);
        check(type, object);
    }

    /** Fills in again what a write took away. A namespace may lose its finalizers for good. */
    static void restore(ResourceType type, ObjectNode object) {
        if (!type.equals(ResourceTypes.NAMESPACE)) {
            fill(type, object);
        }
    }

    private static void fill(ResourceType type, ObjectNode object) {
        Consumer<ObjectNode> defaults = BY_TYPE.get(type);
        if (defaults != null) {
            defaults.accept(object);
        }
        if (!type.equals(ResourceTypes.POD)
                && object.path("spec").path("template").isObject()) {
            podSpec(spec(object.withObject("/spec/template")));
        }
    }

    /** @throws ApiException 422 */
    static void check(ResourceType type, ObjectNode object) {
        String name = object.path("metadata").path("name").asText("");
        if (!name.isEmpty() && !NAME.matcher(name).matches() && !type.group().startsWith("rbac")) {
            throw ApiException.invalid(
                    type,
                    name,
                    "metadata.name",
                    "Invalid value: \"%s\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
                                    .formatted(name)
                            + "characters, '-' or '.', and must start and end with an alphanumeric character");
        }
        JsonNode spec = object.path("spec");
        if (spec.path("replicas").asInt(0) < 0) {
            throw ApiException.invalid(
                    type,
                    name,
                    "spec.replicas",
                    "Invalid value: %d: must be greater than or equal to 0"
                            .formatted(spec.path("replicas").asInt()));
        }
        if (NEED_SELECTOR.contains(type)) {
            checkSelector(type, name, spec);
        }
        if (type.equals(ResourceTypes.POD_DISRUPTION_BUDGET)
                && spec.hasNonNull("minAvailable")
                && spec.hasNonNull("maxUnavailable")) {
            throw ApiException.invalid(
                    type, name, "spec", "Invalid value: minAvailable and maxUnavailable cannot be both set");
        }
        if (type.equals(ResourceTypes.POD_DISRUPTION_BUDGET)) {
            checkAmount(type, name, spec, "minAvailable");
            checkAmount(type, name, spec, "maxUnavailable");
        }
        if (type.equals(ResourceTypes.HORIZONTAL_POD_AUTOSCALER)
                && spec.path("maxReplicas").asInt(0)
                        < Math.max(1, spec.path("minReplicas").asInt(1))) {
            throw ApiException.invalid(
                    type,
                    name,
                    "spec.maxReplicas",
                    "Invalid value: %d: must be greater than or equal to `minReplicas`"
                            .formatted(spec.path("maxReplicas").asInt(0)));
        }
        if (type.equals(ResourceTypes.POD) && spec.path("containers").isEmpty()) {
            throw ApiException.invalid(type, name, "spec.containers", "Required value");
        }
    }

    /** A number from 0 on, or a percentage up to 100. */
    private static void checkAmount(ResourceType type, String name, JsonNode spec, String field) {
        JsonNode amount = spec.path(field);
        String why = "";
        if (amount.isNumber() && amount.asInt() < 0) {
            why = "must be greater than or equal to 0";
        } else if (amount.isTextual() && !PERCENT.matcher(amount.asText()).matches()) {
            why = "a valid percent must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used"
                    + " for validation is '[0-9]+%')";
        } else if (amount.isTextual() && !amount.asText().matches("0*(100|[0-9]{1,2})%")) {
            why = "must not be greater than 100%";
        }
        if (!why.isEmpty()) {
            throw ApiException.invalid(type, name, "spec." + field, "Invalid value: %s: %s".formatted(amount, why));
        }
    }

    private static void checkSelector(ResourceType type, String name, JsonNode spec) {
        JsonNode wanted = spec.path("selector").path("matchLabels");
        if (!spec.has("selector")) {
            throw ApiException.invalid(type, name, "spec.selector", "Required value");
        }
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        for (Map.Entry<String, JsonNode> label : wanted.properties()) {
            if (!label.getValue().equals(labels.get(label.getKey()))) {
                throw ApiException.invalid(
                        type,
                        name,
                        "spec.template.metadata.labels",
                        "Invalid value: %s: `selector` does not match template `labels`".formatted(labels));
            }
        }
    }

    private static void pod(ObjectNode pod) {
        podSpec(spec(pod));
        ObjectNode status = pod.withObjectProperty("status");
        if (!status.has("phase")) {
            status.put("phase", "Pending");
        }
        if (!status.has("qosClass")) {
            status.put("qosClass", QualityOfService.of(pod.path("spec")));
        }
    }

    private static void podSpec(ObjectNode spec) {
        absent(spec, "restartPolicy", "Always");
        absent(spec, "terminationGracePeriodSeconds", 30);
        absent(spec, "dnsPolicy", "ClusterFirst");
        absent(spec, "schedulerName", "default-scheduler");
        if (!spec.has("securityContext")) {
            spec.putObject("securityContext");
        }
        for (JsonNode container : spec.path("containers")) {
            ObjectNode fields = (ObjectNode) container;
            absent(fields, "imagePullPolicy", "IfNotPresent");
            absent(fields, "terminationMessagePath", "/dev/termination-log");
            absent(fields, "terminationMessagePolicy", "File");
            if (!fields.has("resources")) {
                fields.putObject("resources");
            }
            limitsAsRequests(fields);
            fields.path("ports").forEach(port -> absent((ObjectNode) port, "protocol", "TCP"));
        }
    }

    /** A container with a limit and no request of a resource requests its limit. */
    private static void limitsAsRequests(ObjectNode container) {
        JsonNode limits = container.path("resources").path("limits");
        if (!limits.isEmpty()) {
            ObjectNode requests = container.withObject("/resources/requests");
            limits.properties().forEach(limit -> {
                if (!requests.has(limit.getKey())) {
                    requests.set(limit.getKey(), limit.getValue());
                }
            });
        }
    }

    private static void namespace(ObjectNode namespace) {
        if (!spec(namespace).has("finalizers")) {
            spec(namespace).putArray("finalizers").add("kubernetes");
        }
        String name = namespace.path("metadata").path("name").asText();
        namespace.withObject("/metadata/labels").put("kubernetes.io/metadata.name", name);
        if (!namespace.path("status").has("phase")) {
            namespace.withObjectProperty("status").put("phase", "Active");
        }
    }

    private static void service(ObjectNode service) {
        ObjectNode spec = spec(service);
        absent(spec, "type", "ClusterIP");
        absent(spec, "sessionAffinity", "None");
        if (!spec.has("clusterIP")) {
            int hash = service.path("metadata").path("name").asText().hashCode();
            spec.put("clusterIP", "10.96.%d.%d".formatted((hash >>> 8) & 0xFF, hash & 0xFF));
        }
        for (JsonNode port : spec.path("ports")) {
            absent((ObjectNode) port, "protocol", "TCP");
            if (!port.has("targetPort")) {
                ((ObjectNode) port).set("targetPort", port.path("port"));
            }
        }
        if (!service.path("status").has("loadBalancer")) {
            service.withObject("/status/loadBalancer");
        }
    }

    private static void deployment(ObjectNode deployment) {
        ObjectNode spec = spec(deployment);
        absent(spec, "replicas", 1);
        absent(spec, "revisionHistoryLimit", 10);
        absent(spec, "progressDeadlineSeconds", 600);
        if (!spec.path("strategy").has("type")) {
            spec.withObjectProperty("strategy").put("type", "RollingUpdate");
        }
        if (spec.path("strategy").path("type").asText().equals("RollingUpdate")) {
            ObjectNode rolling = spec.withObject("/strategy/rollingUpdate");
            absent(rolling, "maxSurge", "25%");
            absent(rolling, "maxUnavailable", "25%");
        }
    }

    private static void statefulSet(ObjectNode set) {
        ObjectNode spec = spec(set);
        absent(spec, "replicas", 1);
        absent(spec, "podManagementPolicy", "OrderedReady");
        absent(spec, "revisionHistoryLimit", 10);
        if (!spec.path("updateStrategy").has("type")) {
            spec.withObjectProperty("updateStrategy").put("type", "RollingUpdate");
        }
    }

    private static void daemonSet(ObjectNode set) {
        ObjectNode spec = spec(set);
        absent(spec, "revisionHistoryLimit", 10);
        if (!spec.path("updateStrategy").has("type")) {
            ObjectNode strategy = spec.withObjectProperty("updateStrategy").put("type", "RollingUpdate");
            strategy.putObject("rollingUpdate").put("maxUnavailable", 1).put("maxSurge", 0);
        }
    }

    private static void job(ObjectNode job) {
        ObjectNode spec = spec(job);
        absent(spec, "parallelism", 1);
        absent(spec, "completions", 1);
        absent(spec, "backoffLimit", 6);
        absent(spec, "completionMode", "NonIndexed");
        absent(spec, "suspend", false);
        if (!spec.has("selector")) {
            String uid = job.withObjectProperty("metadata")
                    .path("uid")
                    .asText(java.util.UUID.randomUUID().toString());
            job.withObjectProperty("metadata").put("uid", uid);
            spec.withObject("/selector/matchLabels").put("batch.kubernetes.io/controller-uid", uid);
            spec.withObject("/template/metadata/labels")
                    .put("batch.kubernetes.io/controller-uid", uid)
                    .put(
                            "batch.kubernetes.io/job-name",
                            job.path("metadata").path("name").asText());
        }
    }

    private static void cronJob(ObjectNode cronJob) {
        ObjectNode spec = spec(cronJob);
        absent(spec, "concurrencyPolicy", "Allow");
        absent(spec, "suspend", false);
        absent(spec, "successfulJobsHistoryLimit", 3);
        absent(spec, "failedJobsHistoryLimit", 1);
    }

    private static void claim(ObjectNode claim) {
        absent(spec(claim), "volumeMode", "Filesystem");
        absent(claim.withObjectProperty("status"), "phase", "Pending");
    }

    private static ObjectNode spec(ObjectNode object) {
        return object.withObjectProperty("spec");
    }

    private static void absent(ObjectNode node, String field, String value) {
        if (!node.hasNonNull(field)) {
            node.put(field, value);
        }
    }

    private static void absent(ObjectNode node, String field, int value) {
        if (!node.hasNonNull(field)) {
            node.put(field, value);
        }
    }

    private static void absent(ObjectNode node, String field, boolean value) {
        if (!node.hasNonNull(field)) {
            node.put(field, value);
        }
    }
}
