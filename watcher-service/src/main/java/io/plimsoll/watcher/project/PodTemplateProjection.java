package io.plimsoll.watcher.project;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.DeterministicId;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a workload's pods will look like, as far as budgets, placement and good manners on termination go. */
final class PodTemplateProjection {

    private PodTemplateProjection() {}

    static @Nullable PodTemplate of(Reading workloadSpec) {
        Reading template = workloadSpec.at("template");
        if (template.absent()) {
            return null;
        }
        Reading spec = template.at("spec");
        return new PodTemplate(
                DeterministicId.of("", canonical(template.json())),
                template.at("metadata").textMap("labels"),
                spec.list("containers", PodTemplateProjection::image),
                spec.text("nodeName"),
                spec.textMap("nodeSelector"),
                spec.list("tolerations", Parts::toleration),
                spec.list("topologySpreadConstraints", Parts::topologySpread),
                requests(spec),
                spec.number("terminationGracePeriodSeconds"),
                any(spec, container -> container.at("lifecycle").has("preStop")),
                any(spec, container -> container.has("readinessProbe")));
    }

    private static @Nullable String image(Reading container) {
        String image = container.text("image");
        if (image == null) {
            return null;
        }
        int digest = image.indexOf('@');
        return digest < 0 ? image : image.substring(0, digest);
    }

    private static boolean any(Reading spec, java.util.function.Predicate<Reading> property) {
        return spec.list("containers", container -> property.test(container)).contains(true);
    }

    /**
     * What the scheduler counts for a pod: the containers and sidecars together, or the greediest init container with the
     * sidecars started before it, whichever is more; plus the overhead.
     *
     * <p>Source: {@code k8s.io/component-helpers/resource/helpers.go}, PodRequests.
     */
    private static Resources requests(Reading spec) {
        Resources running = Resources.NONE;
        Resources peak = Resources.NONE;
        List<Reading> initContainers = spec.list("initContainers", each -> each);
        for (Reading container : initContainers) {
            Resources wanted = Parts.resources(container.at("resources"), "requests");
            if ("Always".equals(container.text("restartPolicy"))) {
                running = combined(running, wanted, Math::addExact);
                peak = combined(peak, running, Math::max);
            } else {
                peak = combined(peak, combined(running, wanted, Math::addExact), Math::max);
            }
        }
        for (Reading container : spec.list("containers", each -> each)) {
            running = combined(running, Parts.resources(container.at("resources"), "requests"), Math::addExact);
        }
        return combined(combined(running, peak, Math::max), Parts.resources(spec, "overhead"), Math::addExact);
    }

    private interface Amounts {
        long of(long a, long b);
    }

    private static Resources combined(Resources a, Resources b, Amounts how) {
        Map<String, Long> other = new HashMap<>(a.other());
        b.other().forEach((name, amount) -> other.merge(name, amount, (x, y) -> bounded(how, x, y)));
        return new Resources(
                bounded(how, a.cpuMillis(), b.cpuMillis()),
                bounded(how, a.memoryBytes(), b.memoryBytes()),
                bounded(how, a.ephemeralStorageBytes(), b.ephemeralStorageBytes()),
                bounded(how, a.pods(), b.pods()),
                new TreeMap<>(other));
    }

    private static long bounded(Amounts how, long a, long b) {
        try {
            return how.of(a, b);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** The same text for the same template, in whatever order its fields arrive. */
    private static String canonical(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            return sorted.entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + canonical(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(PodTemplateProjection::canonical)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return node.toString();
    }
}
