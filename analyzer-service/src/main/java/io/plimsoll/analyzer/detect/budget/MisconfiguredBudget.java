package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.nodes.WaitingTrails;
import io.plimsoll.analyzer.detect.quorum.QuorumWorkload;
import io.plimsoll.analyzer.detect.rollout.WorkloadPasts;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * P3: a budget can't do what it is for.
 *
 * <p>One alert a subtype. Asked about a budget it says what is wrong with it; about a namespace, which budgets share
 * pods; about a workload, whether it lacks a budget. It goes by templates as well as pods, so that it also speaks of what
 * is scaled to 0.
 *
 * @param heldFor how long a fault must last, where nothing else is said
 * @param staleAfter how long a status may lag, or a failed sync last
 * @param crashingAfter how long a pod must crash before the default policy for unhealthy pods is named
 * @param permissiveShare a budget that lets go this share of the pods, or more, protects little
 * @param protectedShare a plain number below this share of an autoscaler's maximum protects little there
 * @param quorumWords words in the name of a StatefulSet, or of an image's, that tell that its members vote
 * @param excludedNamespaces where nobody is told that a budget is missing
 * @param fromReplicas with fewer no budget is missed
 */
public record MisconfiguredBudget(
        Duration heldFor,
        Duration staleAfter,
        Duration crashingAfter,
        double permissiveShare,
        double protectedShare,
        Set<String> quorumWords,
        Set<String> excludedNamespaces,
        int fromReplicas)
        implements Detector {

    public static final String MISSING = "MISSING_PDB";

    public static MisconfiguredBudget defaults() {
        return new MisconfiguredBudget(
                Duration.ofMinutes(10),
                Duration.ofMinutes(2),
                Duration.ofMinutes(15),
                0.5,
                0.3,
                QuorumWorkload.defaults().words(),
                MissingBudget.defaults().excludedNamespaces(),
                MissingBudget.defaults().fromReplicas());
    }

    private MissingBudget missing() {
        return new MissingBudget(excludedNamespaces, fromReplicas);
    }

    @Override
    public AlertCode code() {
        return AlertCode.P3;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(
                Resource.BUDGETS, Resource.PODS, Resource.DEPLOYMENTS, Resource.STATEFUL_SETS, Resource.REPLICA_SETS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(new BudgetPasts(), new WorkloadPasts(), WaitingTrails.INSTANCE);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        BudgetSubjects.ofBudget(change, subjects);
        BudgetSubjects.ofPod(change, state, subjects);
        BudgetSubjects.ofWorkload(change, state, subjects);
        BudgetSubjects.ofAutoscaler(change, state, subjects);
        BudgetSubjects.ofNode(change, state, subjects);
        overlapping(change, state, subjects);
        uncovered(change, state, subjects);
    }

    /** A namespace is looked through only where something new shares budgets, or a budget selects anew. */
    private static void overlapping(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        String namespace = change.ref().namespace();
        if (namespace == null) {
            return;
        }
        boolean concerned =
                switch (change.kind()) {
                    case "PodDisruptionBudget" -> selectsAnew(change);
                    case "Pod" -> sharesAlone(change.podBefore(), state) != sharesAlone(change.podAfter(), state);
                    default -> shares(change, state);
                };
        if (concerned) {
            subjects.accept(ObjectRef.of("Namespace", null, namespace));
        }
    }

    private static boolean shares(Change change, ClusterState state) {
        Map<String, String> before = templateLabels(change.before(WorkloadState.class));
        Map<String, String> after = templateLabels(change.after(WorkloadState.class));
        return !before.equals(after) && (shared(before, change.ref(), state) || shared(after, change.ref(), state));
    }

    private static boolean shared(Map<String, String> labels, ObjectRef ref, ClusterState state) {
        return ref.namespace() != null
                && !labels.isEmpty()
                && state.budgetsMatching(ref.namespace(), labels).size() > 1;
    }

    private static Map<String, String> templateLabels(@Nullable Tracked<WorkloadState> workload) {
        return workload == null || workload.body().template() == null
                ? Map.of()
                : workload.body().template().labels();
    }

    /** Whether the pod is under several budgets and its workload's template doesn't already say so. */
    private static boolean sharesAlone(@Nullable PodView pod, ClusterState state) {
        if (pod == null || state.budgetsMatching(pod.namespace(), pod.labels()).size() < 2) {
            return false;
        }
        Tracked<WorkloadState> owner = state.workload(pod.workloadRef());
        return owner == null || !shared(templateLabels(owner), pod.ref(), state);
    }

    private static void uncovered(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (MissingBudget.concerns(change.ref())) {
            subjects.accept(change.ref());
        }
        target(change.before(HorizontalAutoscalerState.class), subjects);
        target(change.after(HorizontalAutoscalerState.class), subjects);
        if (change.kind().equals("PodDisruptionBudget") && selectsAnew(change)) {
            coveredBy(change.before(BudgetState.class), state, subjects);
            coveredBy(change.after(BudgetState.class), state, subjects);
        }
    }

    private static void target(@Nullable Tracked<HorizontalAutoscalerState> autoscaler, Consumer<ObjectRef> subjects) {
        if (autoscaler != null) {
            var target = autoscaler.body().target();
            ObjectRef workload = ObjectRef.of(target.kind(), autoscaler.ref().namespace(), target.name());
            if (MissingBudget.concerns(workload)) {
                subjects.accept(workload);
            }
        }
    }

    private static void coveredBy(
            @Nullable Tracked<BudgetState> budget, ClusterState state, Consumer<ObjectRef> subjects) {
        LabelSelector selector = budget == null ? null : budget.body().selector();
        if (budget == null || selector == null || budget.ref().namespace() == null) {
            return;
        }
        for (String kind : List.of("Deployment", "StatefulSet")) {
            for (Tracked<WorkloadState> workload :
                    state.workloads(kind, budget.ref().namespace())) {
                if (selector.matches(templateLabels(workload))) {
                    subjects.accept(workload.ref());
                }
            }
        }
    }

    private static boolean selectsAnew(Change change) {
        Tracked<BudgetState> before = change.before(BudgetState.class);
        Tracked<BudgetState> after = change.after(BudgetState.class);
        return before == null
                || after == null
                || !Objects.equals(before.body().selector(), after.body().selector());
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        if (subject.kind().equals("Namespace")) {
            return Evaluation.of(Overlaps.in(subject.name(), situation));
        }
        BudgetScene scene = BudgetScene.of(subject, situation);
        if (scene == null) {
            Tracked<WorkloadState> workload = missing().at(subject, situation.state());
            return workload == null ? Evaluation.nothing() : Evaluation.of(uncovered(workload, situation.state()));
        }
        List<Finding> findings = new ArrayList<>();
        findings.addAll(
                new ReplicaFaults(heldFor, permissiveShare, protectedShare, new QuorumWorkload(quorumWords)).of(scene));
        findings.addAll(new CoverageFaults(heldFor).of(scene));
        findings.addAll(new StatusFaults(staleAfter, crashingAfter).of(scene));
        return Evaluation.of(findings).reviewedAt(StatusFaults.nextCount(scene));
    }

    private Finding uncovered(Tracked<WorkloadState> workload, ClusterState state) {
        boolean stateful = workload.ref().kind().equals("StatefulSet");
        int replicas = MissingBudget.replicas(workload, state);
        return Finding.about(ObjectRef.of(workload.ref().kind(), workload.ref().namespace(), workload.name()))
                .subtype(MISSING)
                .levels(stateful ? Level.warning(heldFor) : Level.info(heldFor))
                .measured("replicas", replicas)
                .threshold("replicas", fromReplicas)
                .threshold("heldFor", heldFor)
                .summary(workload.ref().kind() + " " + workload.ref().display()
                        + (state.autoscalerOf(workload.ref()) == null ? " runs " : " runs at least ") + replicas
                        + " replicas and no budget covers them: a drain may take all at once")
                .suggest(SuggestedAction.FIX_PDB)
                .evidence(workload.evidence(Map.of("replicas", replicas)))
                .build();
    }
}
