package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.rollout.WorkloadPasts;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is wrong between a budget and the pods it is meant for.
 *
 * @param heldFor how long it must be so
 */
record CoverageFaults(Duration heldFor) {

    private static final int MOST_PODS_NAMED = 10;
    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");

    List<Finding> of(BudgetScene scene) {
        List<Finding> findings = new ArrayList<>();
        noPods(scene, findings);
        allPods(scene, findings);
        unmanaged(scene, findings);
        return findings;
    }

    private void noPods(BudgetScene scene, List<Finding> findings) {
        LabelSelector selector = scene.budget().selector();
        if (!scene.pods().isEmpty() || (selector != null && !valid(selector))) {
            return;
        }
        List<Tracked<WorkloadState>> workloads = scene.state().workloadsCoveredBy(scene.tracked());
        boolean asleep = workloads.stream().anyMatch(CoverageFaults::asleep);
        if (asleep) {
            return;
        }
        String also = workloads.isEmpty()
                ? "no workload's template matches either"
                : workloads.getFirst().ref().kind() + " " + workloads.getFirst().name() + " matches but has no pods";
        findings.add(finding(scene, "NO_PODS_MATCH", Level.warning(heldFor))
                .measured("matched", 0)
                .summary(scene.tracked().ref().display() + " covers no pod; " + also)
                .build());
    }

    /** Scaled to 0 on purpose, or of a kind whose pods come and go. */
    private static boolean asleep(Tracked<WorkloadState> workload) {
        String kind = workload.ref().kind();
        return kind.equals("Job") || kind.equals("DaemonSet") || WorkloadPasts.wished(workload.body()) == 0;
    }

    private static boolean valid(LabelSelector selector) {
        return selector.matchExpressions().stream().allMatch(expression -> {
            boolean needsValues =
                    expression.operator().equals("In") || expression.operator().equals("NotIn");
            return OPERATORS.contains(expression.operator())
                    && needsValues != expression.values().isEmpty();
        });
    }

    private void allPods(BudgetScene scene, List<Finding> findings) {
        LabelSelector selector = scene.budget().selector();
        if (selector == null || !selector.selectsAll()) {
            return;
        }
        Set<String> owners = new TreeSet<>();
        scene.workloads().forEach(workload -> owners.add(display(workload.ref())));
        scene.pods().stream().filter(pod -> !pod.finished()).forEach(pod -> owners.add(display(pod.workloadRef())));
        if (owners.size() > 1) {
            findings.add(finding(scene, "SELECTOR_ALL", Level.warning(heldFor))
                    .measured("owners", owners.stream().limit(MOST_PODS_NAMED).toList())
                    .summary(scene.tracked().ref().display() + " selects every pod of the namespace: one budget for "
                            + owners.size() + " owners")
                    .build());
        }
    }

    private static String display(ObjectRef ref) {
        return ref.kind() + " " + ref.name();
    }

    private void unmanaged(BudgetScene scene, List<Finding> findings) {
        if (!scene.rule().readable() || !scene.rule().needsScale()) {
            return;
        }
        List<String> naked = scene.pods().stream()
                .filter(pod -> pod.controller() == null && !pod.mirror() && !pod.finished())
                .map(PodView::name)
                .toList();
        if (!naked.isEmpty()) {
            findings.add(finding(scene, "UNMANAGED_PODS", Level.warning(heldFor))
                    .measured("pods", naked.stream().limit(MOST_PODS_NAMED).toList())
                    .measured("unmanaged", naked.size())
                    .summary(scene.tracked().ref().display() + " ("
                            + scene.rule().display() + ") covers " + Words.count(naked.size(), "pod")
                            + " without a controller, not counted in its scale")
                    .build());
        }
    }

    private Finding.Builder finding(BudgetScene scene, String subtype, Level level) {
        return BudgetFault.of(scene, subtype, level).threshold("heldFor", heldFor);
    }
}
