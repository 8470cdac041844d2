package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.NodeClaimState;
import io.plimsoll.model.fact.NodePoolState;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is kept of Karpenter's NodePools and NodeClaims, in its v1 and v1beta1 forms. */
final class KarpenterProjection {

    private KarpenterProjection() {}

    static NodePoolState nodePool(Reading pool) {
        Reading spec = pool.at("spec");
        Reading disruption = spec.at("disruption");
        Reading template = spec.at("template").at("spec");
        return new NodePoolState(
                disruption.text("consolidationPolicy"),
                GoDuration.read(disruption, "consolidateAfter"),
                GoDuration.read(template.has("expireAfter") ? template : disruption, "expireAfter"),
                disruption.list("budgets", KarpenterProjection::budget),
                KeptAnnotations.of(pool));
    }

    static NodeClaimState nodeClaim(Reading claim) {
        Reading metadata = claim.at("metadata");
        Reading status = claim.at("status");
        Map<String, String> labels = metadata.textMap("labels");
        return new NodeClaimState(
                labels.get("karpenter.sh/nodepool"),
                status.text("nodeName"),
                status.text("providerID"),
                labels.get("node.kubernetes.io/instance-type"),
                Parts.conditions(status),
                metadata.instant("creationTimestamp"),
                metadata.instant("deletionTimestamp"));
    }

    /** {@code 10%}, or with what limits it: {@code 0 @ 0 9 * * 1-5 for 8h if Drifted}. */
    private static String budget(Reading budget) {
        String reasons = String.join("|", budget.texts("reasons"));
        return Stream.of(
                        budget.text("nodes"),
                        prefixed("@ ", budget.text("schedule")),
                        prefixed("for ", budget.text("duration")),
                        prefixed("if ", reasons.isEmpty() ? null : reasons))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    private static @org.jspecify.annotations.Nullable String prefixed(
            String prefix, @org.jspecify.annotations.Nullable String text) {
        return text == null ? null : prefix + text;
    }
}
