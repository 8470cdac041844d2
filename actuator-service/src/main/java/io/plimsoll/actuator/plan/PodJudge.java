package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.plan.PodFilter.Finding;
import io.plimsoll.actuator.plan.PodFilter.Subject;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges one pod at a time: the filters of the plan, for the moment before an eviction. For one look at a node. */
public final class PodJudge {

    /** Priority of {@code system-cluster-critical}; {@code system-node-critical} is above. */
    private static final int CRITICAL = 2_000_000_000;

    private final ClusterView view;
    private final DrainOptions options;
    private final Instant now;
    private final BudgetTally tally;

    /** For the view as it is now: what is found out about budgets is kept from pod to pod. */
    public PodJudge(ClusterView view, DrainOptions options, Instant now) {
        this.view = view;
        this.options = options;
        this.now = now;
        this.tally = new BudgetTally(view, new PodsByLabel(view));
    }

    /** The verdict on a pod by itself, without asking where it would go. */
    public PodVerdict judge(Viewed<PodState> pod) {
        return judge(view, pod, options, tally.afresh(), now);
    }

    /** The budgets over the pod, as they were when it was judged: the view may have others by now. */
    public List<Viewed<BudgetState>> budgets(Viewed<PodState> pod) {
        return tally.covering(pod);
    }

    static PodVerdict judge(
            ClusterView view, Viewed<PodState> pod, DrainOptions options, BudgetTally tally, Instant now) {
        List<Cause> notes = new ArrayList<>(0);
        var subject = new Subject(view, pod, options, tally, notes, now);
        Finding decided = null;
        for (PodFilter filter : PodFilters.IN_ORDER) {
            decided = filter.judge(subject);
            if (decided != null) {
                break;
            }
        }
        return verdict(subject, decided == null ? Finding.of(PodClass.EVICTABLE) : decided);
    }

    /** Whether evicting the pod takes one of the disruptions that the budget allows. */
    public static boolean draws(PodState pod, BudgetState budget) {
        return BudgetFilter.draws(pod, budget);
    }

    static boolean critical(PodState pod) {
        return pod.priority() >= CRITICAL;
    }

    private static PodVerdict verdict(Subject subject, Finding finding) {
        Viewed<PodState> pod = subject.pod();
        List<String> budgets = finding.podClass().handling() == Handling.SKIP
                ? List.of()
                : subject.tally().covering(pod).stream().map(Viewed::name).toList();
        return new PodVerdict(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                finding.podClass(),
                finding.why(),
                subject.notes(),
                budgets,
                finding.notBefore(),
                null,
                critical(pod.state()));
    }

    /** The same verdict, with what was found about where the pod would go. */
    static PodVerdict placed(PodVerdict verdict, @Nullable String destination) {
        return with(verdict, verdict.podClass(), verdict.why(), destination);
    }

    static PodVerdict placeless(PodVerdict verdict, String message, String remedy) {
        var why = new Cause(PodClass.NO_PLACE.name(), verdict.display(), message, remedy);
        return with(verdict, PodClass.NO_PLACE, why, null);
    }

    private static PodVerdict with(
            PodVerdict of, PodClass podClass, @Nullable Cause why, @Nullable String destination) {
        return new PodVerdict(
                of.namespace(),
                of.name(),
                of.uid(),
                podClass,
                why,
                of.notes(),
                of.budgets(),
                of.notBefore(),
                destination,
                of.critical());
    }
}
