package io.plimsoll.analyzer.analysis;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.NodePoolState;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object's owner asked not to be told: annotation {@code plimsoll.io/ignore} with codes, titles or subtypes
 * ({@code P3}, {@code PDB_MISCONFIGURED}, {@code NEVER_ALLOWS}, {@code PDB_NEVER_ALLOWS}) or {@code *}, and optionally
 * {@code plimsoll.io/ignore-until} with an instant. An instant that can't be read opts out of nothing. A node group, a zone
 * and the cluster have no object of their own: they have opted out where all of their nodes have, a group of Karpenter's
 * also where its NodePool has. The cluster-autoscaler's settings have where its Deployment has.
 */
final class OptOut {

    static final String REASON = "USER_OPT_OUT";

    private static final String IGNORE = "plimsoll.io/ignore";
    private static final String UNTIL = "plimsoll.io/ignore-until";

    private OptOut() {}

    static boolean holds(AlertCode code, Finding finding, ClusterState state) {
        return Arrays.stream(finding.subject().name().split(","))
                .map(name -> annotations(finding.subject(), name, state))
                .anyMatch(annotations -> asked(code, finding, annotations) && !over(annotations, state.now()));
    }

    /** When an opt-out of what the finding is about ends, so that it is looked at again; null: never. */
    static @Nullable Instant until(Finding finding, ClusterState state) {
        Instant earliest = null;
        for (String name : finding.subject().name().split(",")) {
            String until = annotations(finding.subject(), name, state).get(UNTIL);
            Instant end = until == null ? null : instant(until);
            if (end != null && end.isAfter(state.now())) {
                earliest = earliest == null || end.isBefore(earliest) ? end : earliest;
            }
        }
        return earliest;
    }

    /** Of what else is asked where this object's opt-outs are read: what has none of its own goes by others'. */
    static void readers(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (!(change.after() instanceof Tracked<?> after)
                || said(change.before()).equals(said(after))) {
            return;
        }
        String namespace = after.ref().namespace();
        if (after.body() instanceof NodeState node) {
            subjects.accept(ObjectRef.of("Cluster", null, state.cluster()));
            if (node.group() != null) {
                subjects.accept(ObjectRef.of("NodeGroup", null, node.group().name()));
            }
            if (node.zone() != null) {
                subjects.accept(ObjectRef.of("Zone", null, node.zone()));
            }
        } else if (after.body() instanceof NodePoolState) {
            subjects.accept(ObjectRef.of("NodeGroup", null, after.name()));
        } else if (after.body() instanceof BudgetState && namespace != null) {
            subjects.accept(ObjectRef.of("Namespace", null, namespace)); // what budgets share is asked of it
        } else if (after.body() instanceof WorkloadState) {
            subjects.accept(ObjectRef.of("ClusterAutoscalerConfig", namespace, after.name()));
        }
    }

    private static List<String> said(@Nullable Object object) {
        FactBody body = object instanceof Tracked<?> tracked ? tracked.body() : null;
        Map<String, String> annotations = Map.of();
        if (body instanceof NodeState node) {
            annotations = node.annotations();
        } else if (body instanceof NodePoolState pool) {
            annotations = pool.annotations();
        } else if (body instanceof BudgetState budget) {
            annotations = budget.annotations();
        } else if (body instanceof WorkloadState workload) {
            annotations = workload.annotations();
        }
        return List.of(annotations.getOrDefault(IGNORE, ""), annotations.getOrDefault(UNTIL, ""));
    }

    private static boolean asked(AlertCode code, Finding finding, Map<String, String> annotations) {
        String names = annotations.get(IGNORE);
        return names != null
                && Arrays.stream(names.split("[,\\s]+"))
                        .anyMatch(name -> means(name.toUpperCase(Locale.ROOT), code, finding));
    }

    private static boolean means(String name, AlertCode code, Finding finding) {
        if (name.equals("*") || name.equalsIgnoreCase(code.code()) || name.equals(code.title())) {
            return true;
        }
        String subtype = finding.subtype();
        return subtype != null
                && (name.equals(subtype)
                        || name.equals(code.title() + "_" + subtype)
                        || name.equalsIgnoreCase(code.code() + "/" + subtype)
                        || name.equals(code.title().substring(0, code.title().indexOf('_') + 1) + subtype));
    }

    private static boolean over(Map<String, String> annotations, Instant now) {
        String until = annotations.get(UNTIL);
        if (until == null) {
            return false;
        }
        Instant end = instant(until);
        return end == null || !now.isBefore(end);
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text.length() == 10 ? text + "T00:00:00Z" : text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Map<String, String> ofPool(String name, ClusterState state) {
        Tracked<NodePoolState> pool = state.object(NodePoolState.class, "NodePool", null, name);
        return pool == null ? Map.of() : pool.body().annotations();
    }

    /** Of what has no object of its own: what all of its nodes say alike; of different ends the earliest. */
    private static Map<String, String> ofAll(Collection<Tracked<NodeState>> nodes) {
        Map<String, String> common = null;
        for (Tracked<NodeState> node : nodes) {
            Map<String, String> own = node.body().annotations();
            String names = own.get(IGNORE);
            if (names == null || (common != null && !names.equals(common.get(IGNORE)))) {
                return Map.of();
            }
            String before = common == null ? null : common.get(UNTIL);
            String until = own.get(UNTIL);
            boolean sooner = until != null && (before == null || until.compareTo(before) < 0);
            common = common == null || sooner ? own : common;
        }
        return common == null ? Map.of() : common;
    }

    private static Map<String, String> annotations(ObjectRef subject, String name, ClusterState state) {
        String namespace = subject.namespace() == null ? "" : subject.namespace();
        return switch (subject.kind()) {
            case "Node" -> {
                Tracked<NodeState> node = state.node(name);
                yield node == null ? Map.of() : node.body().annotations();
            }
            case "PodDisruptionBudget" -> {
                Tracked<BudgetState> budget = state.budget(namespace, name);
                yield budget == null ? Map.of() : budget.body().annotations();
            }
            case "Pod" -> {
                PodView pod = state.pod(namespace, name);
                yield pod == null ? Map.of() : pod.annotations();
            }
            case "HorizontalPodAutoscaler" -> {
                Tracked<HorizontalAutoscalerState> scaler =
                        state.object(HorizontalAutoscalerState.class, subject.kind(), namespace, name);
                yield scaler == null ? Map.of() : scaler.body().annotations();
            }
            case "ClusterAutoscalerConfig" -> ofWorkload(ObjectRef.of("Deployment", namespace, name), state);
            case "NodePool" -> ofPool(name, state);
            case "NodeGroup" -> {
                Map<String, String> pool = ofPool(name, state);
                yield pool.containsKey(IGNORE) ? pool : ofAll(state.nodesOfGroup(name));
            }
            case "Zone" -> ofAll(state.nodesOfZone(name));
            case "Cluster", "Watcher" -> ofAll(state.nodes());
            default -> ofWorkload(ObjectRef.of(subject.kind(), namespace, name), state);
        };
    }

    private static Map<String, String> ofWorkload(ObjectRef ref, ClusterState state) {
        Tracked<WorkloadState> workload = state.workload(ref);
        return workload == null ? Map.of() : workload.body().annotations();
    }
}
