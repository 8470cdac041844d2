package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.http.Exchange;
import io.plimsoll.simulator.selectors.LabelSelector;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.DeleteOptions;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.store.Write;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * {@code pods/eviction}, as {@code pkg/registry/core/pod/storage/eviction.go} answers it.
 *
 * <p>A pod that is pending, finished or terminating is deleted without a look at budgets. Else the one budget that
 * selects it is charged first and the pod deleted then; so a deletion that fails afterwards (another uid, say) leaves
 * the budget charged until the disruption controller notices, here as there.
 */
final class Evictions {

    private static final String REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";
    private static final int MAX_DISRUPTED_PODS = 2000;
    private static final int RETRY_SECONDS = 10;
    private static final Set<String> IGNORE_BUDGETS = Set.of("Succeeded", "Failed", "Pending");
    private static final Write SERVER = new Write("kube-apiserver", "status");

    private final ObjectStore store;
    private final Namespaces namespaces;

    Evictions(ObjectStore store, Namespaces namespaces) {
        this.store = store;
        this.namespaces = namespaces;
    }

    void evict(ApiRequest request, Exchange exchange) throws IOException {
        ObjectNode eviction = Json.readObject(request.http().body(), request.contentType());
        if (!eviction.path("metadata").path("name").asText().equals(request.name())) {
            throw ApiException.badRequest("name in URL does not match name in Eviction object");
        }
        namespaces.checkTakesNew(ResourceTypes.POD, request.namespace(), request.name());
        JsonNode given = eviction.path("deleteOptions");
        DeleteOptions options = DeleteCalls.options(request, given);
        boolean dryRun =
                request.dryRun() || given.path("dryRun").path(0).asText().equals("All");
        evict(request.namespace(), request.name(), options, dryRun);
        Answers.status(exchange, ApiStatus.of(201, "", ""));
    }

    private void evict(String namespace, String name, DeleteOptions options, boolean dryRun) {
        StoredObject pod = store.get(ResourceTypes.POD, namespace, name);
        if (pod.deleting() || IGNORE_BUDGETS.contains(pod.text("status", "phase"))) {
            if (!dryRun) {
                store.delete(ResourceTypes.POD, namespace, name, options);
            }
            return;
        }
        List<StoredObject> budgets = budgetsOf(pod);
        if (budgets.size() > 1) {
            throw new ApiException(
                    ApiStatus.of(
                            500,
                            "",
                            "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."));
        }
        boolean free = budgets.isEmpty() || mayIgnore(pod, budgets.getFirst());
        if (!free) {
            charge(budgets.getFirst(), name, dryRun);
        }
        if (!dryRun) {
            delete(pod, free && !budgets.isEmpty() ? lockedTo(pod, options) : options, budgets);
        }
    }

    /** An unready pod may go if its budget says always, or if enough others are healthy. */
    private static boolean mayIgnore(StoredObject pod, StoredObject budget) {
        if (isReady(pod)) {
            return false;
        }
        long desired = budget.at("status", "desiredHealthy").asLong(0);
        return budget.text("spec", "unhealthyPodEvictionPolicy").equals("AlwaysAllow")
                || (budget.at("status", "currentHealthy").asLong(0) >= desired && desired > 0);
    }

    private static DeleteOptions lockedTo(StoredObject pod, DeleteOptions options) {
        return options.resourceVersion() != null
                ? options
                : new DeleteOptions(options.gracePeriodSeconds(), options.uid(), Long.toString(pod.resourceVersion()));
    }

    private void charge(StoredObject budget, String pod, boolean dryRun) {
        if (dryRun) {
            check(budget);
            return;
        }
        Instant now = store.clock().instant();
        store.rewrite(ResourceTypes.POD_DISRUPTION_BUDGET, budget.namespace(), budget.name(), SERVER, current -> {
            check(current);
            ObjectNode after = current.copy();
            ObjectNode status = after.withObjectProperty("status");
            int allowed = status.path("disruptionsAllowed").asInt() - 1;
            status.put("disruptionsAllowed", allowed);
            if (allowed == 0) {
                Conditions.set(
                        status,
                        "DisruptionAllowed",
                        false,
                        "InsufficientPods",
                        "",
                        status.path("observedGeneration"),
                        now);
            }
            status.withObjectProperty("disruptedPods").put(pod, Json.time(now));
            return after;
        });
    }

    private static void check(StoredObject budget) {
        JsonNode status = budget.at("status");
        if (status.path("observedGeneration").asLong(0)
                < budget.at("metadata", "generation").asLong(0)) {
            throw new ApiException(
                    refusal("The disruption budget %s is still being processed by the server.".formatted(budget.name()))
                            .retryAfter(RETRY_SECONDS));
        }
        long allowed = status.path("disruptionsAllowed").asLong(0);
        if (allowed < 0) {
            throw forbidden(budget, "pdb disruptions allowed is negative");
        }
        if (status.path("disruptedPods").size() > MAX_DISRUPTED_PODS) {
            throw forbidden(budget, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        }
        if (allowed == 0) {
            throw new ApiException(refusal(exhausted(budget)));
        }
    }

    private static String exhausted(StoredObject budget) {
        JsonNode condition = Conditions.find(budget.at("status"), "DisruptionAllowed");
        if (condition.path("status").asText().equals("False")
                && condition.path("reason").asText().equals("SyncFailed")) {
            return "The disruption budget %s does not allow evicting pods currently because it failed sync: %s"
                    .formatted(budget.name(), condition.path("message").asText());
        }
        return "The disruption budget %s needs %d healthy pods and has %d currently"
                .formatted(
                        budget.name(),
                        budget.at("status", "desiredHealthy").asLong(0),
                        budget.at("status", "currentHealthy").asLong(0));
    }

    private static ApiStatus refusal(String cause) {
        return ApiStatus.of(429, "TooManyRequests", REFUSED)
                .because(new ApiStatus.Cause("DisruptionBudget", cause, ""));
    }

    private static ApiException forbidden(StoredObject budget, String why) {
        return new ApiException(new ApiStatus(
                403,
                "Forbidden",
                "poddisruptionbudget.policy \"%s\" is forbidden: %s".formatted(budget.name(), why),
                budget.name(),
                "policy",
                "poddisruptionbudget",
                "",
                List.of(),
                0));
    }

    /** Marks the pod as disrupted and deletes it, both only if the preconditions hold. */
    private void delete(StoredObject pod, DeleteOptions options, List<StoredObject> budgets) {
        try {
            StoredObject marked = store.rewrite(
                    ResourceTypes.POD, pod.namespace(), pod.name(), SERVER, current -> marked(current, options));
            String version = options.resourceVersion() == null ? null : Long.toString(marked.resourceVersion());
            store.delete(
                    ResourceTypes.POD,
                    pod.namespace(),
                    pod.name(),
                    new DeleteOptions(options.gracePeriodSeconds(), options.uid(), version));
        } catch (ApiException e) {
            boolean ours = options.resourceVersion() != null && !budgets.isEmpty();
            if (e.isConflict() && ours && !e.status().message().contains("UID")) {
                throw new ApiException(refusal("The disruption budget %s is still being processed by the server."
                                .formatted(budgets.getFirst().name()))
                        .retryAfter(RETRY_SECONDS));
            }
            throw e;
        }
    }

    private ObjectNode marked(StoredObject pod, DeleteOptions options) {
        String uid = options.uid();
        if (uid != null && !uid.equals(pod.uid())) {
            throw conflict(
                    pod, "the UID in the precondition (%s) does not match the UID in record (%s)", uid, pod.uid());
        }
        String version = options.resourceVersion();
        String current = Long.toString(pod.resourceVersion());
        if (version != null && !version.equals(current)) {
            throw conflict(
                    pod,
                    "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s)",
                    version,
                    current);
        }
        ObjectNode after = pod.copy();
        Conditions.set(
                after.withObjectProperty("status"),
                "DisruptionTarget",
                true,
                "EvictionByEvictionAPI",
                "Eviction API: evicting",
                Json.NODES.missingNode(),
                store.clock().instant());
        return after;
    }

    private static ApiException conflict(StoredObject pod, String format, String asked, String actual) {
        return ApiException.conflict(
                ResourceTypes.POD,
                pod.name(),
                format.formatted(asked, actual) + ". The object might have been deleted and then recreated");
    }

    private List<StoredObject> budgetsOf(StoredObject pod) {
        return store.list(ResourceTypes.POD_DISRUPTION_BUDGET, pod.namespace()).stream()
                .filter(budget -> selects(budget, pod))
                .toList();
    }

    /** policy/v1: {@code {}} selects every pod of the namespace, no selector none. */
    private static boolean selects(StoredObject budget, StoredObject pod) {
        JsonNode selector = budget.at("spec", "selector");
        return selector.isObject() && LabelSelector.of(selector).matches(pod.at("metadata", "labels"));
    }

    private static boolean isReady(StoredObject pod) {
        return Conditions.find(pod.at("status"), "Ready")
                .path("status")
                .asText()
                .equals("True");
    }
}
