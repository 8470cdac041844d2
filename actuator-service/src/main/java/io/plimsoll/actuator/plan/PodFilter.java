package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One question asked of a pod that is to leave. */
@FunctionalInterface
interface PodFilter {

    /** What it decides; null leaves the pod to the next filter. */
    @Nullable
    Finding judge(Subject subject);

    /**
     * The pod in question.
     *
     * @param tally what the pods judged before it have already taken of their budgets
     * @param notes what is worth saying and decides nothing; filters add to it
     */
    record Subject(
            ClusterView view,
            Viewed<PodState> pod,
            DrainOptions options,
            BudgetTally tally,
            List<Cause> notes,
            Instant now) {

        PodState state() {
            return pod.state();
        }

        String name() {
            return pod.display();
        }

        void note(String code, String message, String remedy) {
            notes.add(new Cause(code, name(), message, remedy));
        }

        Finding is(PodClass podClass, String message, String remedy) {
            return new Finding(podClass, new Cause(podClass.name(), name(), message, remedy), null);
        }
    }

    /**
     * A decision about a pod.
     *
     * @param notBefore when it no longer holds, where known
     */
    record Finding(
            PodClass podClass,
            @Nullable Cause why,
            @Nullable Instant notBefore) {

        static Finding of(PodClass podClass) {
            return new Finding(podClass, null, null);
        }
    }
}
