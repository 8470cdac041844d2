package io.plimsoll.analyzer.explain;

import static io.plimsoll.analyzer.explain.Comparison.AT_LEAST;
import static io.plimsoll.analyzer.explain.Comparison.AT_MOST;
import static io.plimsoll.analyzer.explain.Comparison.BEYOND;
import static io.plimsoll.analyzer.explain.Comparison.EQUAL;
import static io.plimsoll.analyzer.explain.Comparison.LESS_THAN;
import static io.plimsoll.analyzer.explain.Comparison.MORE_THAN;
import static io.plimsoll.analyzer.explain.Criterion.needs;
import static io.plimsoll.analyzer.explain.Criterion.or;

import io.plimsoll.model.alert.AlertCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The terms of each rule that are numbers. What a rule sees rather than counts (a condition that is True, a selector that
 * matches nothing) is the condition of its levels, and has no line here.
 */
public final class Criteria {

    private Criteria() {}

    public static List<Criterion> of(AlertCode code, @Nullable String subtype) {
        return switch (code) {
            case A1, A2, A3, A4, A4B, A5, A6 -> ofAutoscalers(code, subtype);
            case M1, M2, M3, M4, M5, M6, M7, M8 -> ofMemory(code, subtype);
            case P1, P2, P3, P4 -> ofBudgets(code, subtype);
            case C1, C2, D1, S1, S2, S3, S4, S5, S6, I1, I2, I3, I4 -> ofTheCluster(code, subtype);
            case N1, N2, N3, N4, N5, N6, N7, N8, W1, W2, W3, W4, W5, W6 -> ofNodesAndWatches(code, subtype);
        };
    }

    private static List<Criterion> ofAutoscalers(AlertCode code, @Nullable String subtype) {
        return switch (code) {
            case A1 ->
                List.of(
                        needs("reversals", AT_LEAST, "reversals"),
                        needs("shortLived", AT_LEAST, "shortLived"),
                        needs("balance", AT_LEAST, "balance"));
            case A2 ->
                List.of(
                        needs("replacements", AT_LEAST, "replacements"),
                        needs("requestChangePercent", LESS_THAN, "requestChangePercent"));
            case A3 -> List.of(or("turningPoints", AT_LEAST, "turningPoints"));
            case A4 ->
                List.of(
                        needs("current", AT_LEAST, "max"),
                        needs("min", LESS_THAN, "max"),
                        or("highestRatio", MORE_THAN, "overload"));
            case A5 ->
                List.of(
                        or("valueSeconds", LESS_THAN, "valueSeconds"),
                        or("consolidateAfterSeconds", LESS_THAN, "consolidateAfterSeconds"),
                        or("stabilizationSeconds", LESS_THAN, "stabilizationSeconds"));
            case A6 ->
                "UNSCHEDULABLE_BURST".equals(subtype)
                        ? List.of(needs("pods", AT_LEAST, "pods"), needs("nodesUnderMaintenance", AT_LEAST, "1"))
                        : List.of(or("pendingSeconds", AT_LEAST, "pending"), or("failures", AT_LEAST, "failures"));
            default -> List.of();
        };
    }

    private static List<Criterion> ofMemory(AlertCode code, @Nullable String subtype) {
        return switch (code) {
            case M1 -> List.of(or("evictedPods", AT_LEAST, "1"), or("systemOoms", AT_LEAST, "1"));
            case M2 ->
                List.of(
                        or("headroomPercent", AT_MOST, "headroomPercent"),
                        or("timeToEvictSeconds", AT_MOST, "timeToEvict"));
            case M3 -> List.of(needs("rank", AT_MOST, "most"));
            case M4 ->
                "EXHAUSTION_PROJECTED".equals(subtype)
                        ? List.of(needs("etaSeconds", AT_MOST, "horizon"))
                        : List.of(
                                or("slopeBytesPerHour", AT_LEAST, "slopeBytesPerHour"),
                                or("mannKendallZ", AT_LEAST, "mannKendallZ"));
            case M5 ->
                "CHILD_OOM".equals(subtype)
                        ? List.of(needs("unverified", AT_LEAST, "1"))
                        : List.of(or("verified", AT_LEAST, "criticalVerified"));
            case M6 -> List.of(or("pods", AT_LEAST, "pods"));
            case M7 ->
                List.of(or("limitsRatio", MORE_THAN, "limitsRatio"), or("requestedBytes", MORE_THAN, "sparedBytes"));
            default -> List.of();
        };
    }

    private static List<Criterion> ofBudgets(AlertCode code, @Nullable String subtype) {
        return switch (code) {
            case P1 ->
                List.of(needs("currentHealthy", LESS_THAN, "desiredHealthy"), needs("expectedPods", MORE_THAN, "0"));
            case P2 -> List.of(or("disruptionsAllowed", EQUAL, "0"));
            case P3 ->
                subtype == null
                        ? List.of()
                        : switch (subtype) {
                            case "NEVER_ALLOWS", "SINGLE_REPLICA" -> List.of(needs("allowed", EQUAL, "0"));
                            case "MISSING_PDB" -> List.of(needs("replicas", AT_LEAST, "replicas"));
                            case "NO_PODS_MATCH" -> List.of(needs("matched", EQUAL, "0"));
                            case "UNMANAGED_PODS" -> List.of(needs("unmanaged", AT_LEAST, "1"));
                            default -> List.of();
                        };
            case P4 -> List.of(or("bypasses", AT_LEAST, "bypasses"));
            default -> List.of();
        };
    }

    private static List<Criterion> ofTheCluster(AlertCode code, @Nullable String subtype) {
        return switch (code) {
            case C1 ->
                subtype == null
                        ? List.of(
                                needs("percent", MORE_THAN, "percent"),
                                or("percent", AT_LEAST, "criticalPercent"),
                                or("freeCpuPercent", LESS_THAN, "minFreePercent"),
                                or("freeMemoryPercent", LESS_THAN, "minFreePercent"))
                        : List.of(needs("durationSeconds", AT_LEAST, "oldAfter"));
            case D1 ->
                List.of(
                        needs("evictable", AT_LEAST, "1"),
                        needs("durationSeconds", AT_LEAST, "warning"),
                        or("durationSeconds", AT_LEAST, "critical"));
            case S1 -> List.of(or("ready", AT_MOST, "warnAtReady"), or("ready", AT_MOST, "criticalAtReady"));
            case S2 -> List.of(needs("terminating", AT_LEAST, "terminating"), or("ready", LESS_THAN, "majority"));
            case I1 -> List.of(needs("coefficientOfVariation", MORE_THAN, "coefficientOfVariation"));
            case I2 -> List.of(needs("skew", MORE_THAN, "maxSkew"));
            case I3 -> List.of(or("max", AT_LEAST, "tight"), or("max", AT_LEAST, "manyPods"));
            case I4 -> List.of(needs("replicas", AT_LEAST, "replicas"));
            default -> List.of();
        };
    }

    private static List<Criterion> ofNodesAndWatches(AlertCode code, @Nullable String subtype) {
        return switch (code) {
            case N1 -> List.of(needs("durationSeconds", AT_LEAST, "for"), or("durationSeconds", AT_LEAST, "critical"));
            case N2 -> List.of(needs("transitions", AT_LEAST, "transitions"));
            case N3 -> List.of(or("count", AT_LEAST, "failedCollections"), or("evictedPods", AT_LEAST, "1"));
            case N4 -> List.of(or("lastSeenSeconds", AT_LEAST, "thresholdSeconds"));
            case N5 -> List.of(needs("count", AT_LEAST, "failures"));
            case N6 -> List.of(or("count", AT_LEAST, "aDay"));
            case N8 -> List.of(needs("durationSeconds", AT_LEAST, "heldFor"));
            case W1 ->
                subtype == null
                        ? List.of(or("ageSeconds", AT_LEAST, "warning"), or("ageSeconds", AT_LEAST, "critical"))
                        : List.of();
            case W2 -> List.of(needs("count", AT_LEAST, "relists"));
            case W3 -> List.of(needs("skewSeconds", BEYOND, "most"));
            case W5 -> List.of(needs("ageSeconds", AT_LEAST, "most"));
            case W6 -> List.of(or("count", AT_LEAST, "atLeast"));
            default -> List.of();
        };
    }
}
