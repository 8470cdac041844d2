package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.plan.PodFilter.Finding;
import io.plimsoll.actuator.plan.PodFilter.Subject;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.Affinity.NodeTerm;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodVolume;
import io.plimsoll.model.fact.VolumeState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The filters, in the order of judgement. */
final class PodFilters {

    /** The first to decide wins. */
    static final List<PodFilter> IN_ORDER = List.of(
            PodFilters::gone,
            PodFilters::mirror,
            PodFilters::daemonSet,
            PodFilters::terminating,
            PodFilters::disrupted,
            PodFilters::unmanaged,
            PodFilters::emptyDir,
            OwnerWishes::judge,
            BudgetFilter::judge,
            PodFilters::localVolume);

    private static final Set<String> NAMES_OF_NODES = Set.of("kubernetes.io/hostname", "metadata.name");

    private static final Duration ANNOUNCED = Duration.ofMinutes(2);

    private PodFilters() {}

    private static @Nullable Finding gone(Subject subject) {
        return subject.state().finished() || subject.state().nodeName() == null ? Finding.of(PodClass.GONE) : null;
    }

    private static @Nullable Finding mirror(Subject subject) {
        return subject.state().mirror() ? Finding.of(PodClass.MIRROR) : null;
    }

    /** An orphan is told from a DaemonSet that the view does not hold yet by the freshness of the workloads. */
    private static @Nullable Finding daemonSet(Subject subject) {
        OwnerRef controller = subject.state().controller();
        if (controller == null || !controller.kind().equals("DaemonSet")) {
            return null;
        }
        boolean orphan = controller.uid() != null
                && subject.view().workload(controller.uid()) == null
                && subject.view().freshness(Resource.WORKLOADS).problem() == null;
        if (!orphan) {
            return Finding.of(PodClass.DAEMON_SET);
        }
        if (subject.options().evictUnmanaged() || subject.state().terminating()) {
            return null;
        }
        subject.note(
                "ORPHANED",
                subject.name() + " stays: its DaemonSet " + controller.name() + " is gone",
                "set options.evictUnmanaged to have it evicted");
        return Finding.of(PodClass.DAEMON_SET);
    }

    private static @Nullable Finding terminating(Subject subject) {
        return subject.state().terminating()
                ? subject.is(
                        PodClass.TERMINATING,
                        subject.name() + " is already terminating since "
                                + subject.state().deletionTimestamp(),
                        "none needed: it is waited for")
                : null;
    }

    /**
     * Whoever disrupts a pod says so by its condition before they delete it. The eviction API's own announcements are left
     * aside: one that wasn't carried out is for whoever asks next.
     *
     * <p>Source: KEP-3329; {@code pkg/controller/disruption} withdraws what wasn't carried out in that time.
     */
    private static @Nullable Finding disrupted(Subject subject) {
        Condition target = subject.state().condition("DisruptionTarget");
        if (target == null
                || !target.status().equals("True")
                || "EvictionByEvictionAPI".equals(target.reason())
                || target.lastTransitionTime() == null
                || !subject.now().isBefore(target.lastTransitionTime().plus(ANNOUNCED))) {
            return null;
        }
        return subject.is(
                PodClass.DISRUPTED,
                subject.name() + " is being taken away by somebody else (DisruptionTarget, " + target.reason()
                        + ", since " + target.lastTransitionTime() + ")",
                "none needed: it is waited for, and evicted if it is still there at "
                        + target.lastTransitionTime().plus(ANNOUNCED));
    }

    private static @Nullable Finding unmanaged(Subject subject) {
        return subject.state().controller() == null && !subject.options().evictUnmanaged()
                ? subject.is(
                        PodClass.UNMANAGED,
                        subject.name() + " has no controller: nothing would re-create it",
                        "set options.evictUnmanaged to lose it, or delete it yourself")
                : null;
    }

    private static @Nullable Finding emptyDir(Subject subject) {
        if (subject.options().deleteEmptyDirData()) {
            return null;
        }
        for (PodVolume volume : subject.state().volumes()) {
            if (volume.type().equals("emptyDir")) {
                return subject.is(
                        PodClass.EMPTY_DIR,
                        subject.name() + " would lose the data of its emptyDir volume " + volume.name(),
                        "set options.deleteEmptyDirData if that data may go");
            }
        }
        return null;
    }

    private static @Nullable Finding localVolume(Subject subject) {
        for (PodVolume volume : subject.state().volumes()) {
            String local = localVolumeOf(subject, volume);
            if (local != null && !subject.options().evictLocalVolumes()) {
                return subject.is(
                        PodClass.LOCAL_VOLUME,
                        subject.name() + " would stay Pending: its volume " + local + " (claim " + volume.claim()
                                + ") lies on node " + subject.state().nodeName(),
                        "set options.evictLocalVolumes if it may wait for the node, or move its data first");
            }
            if (local != null) {
                subject.note(
                        "PENDING_AFTER",
                        subject.name() + " stays Pending until node "
                                + subject.state().nodeName() + " is back: its volume " + local + " lies there",
                        "none needed if that is accepted");
            }
        }
        return null;
    }

    private static @Nullable String localVolumeOf(Subject subject, PodVolume volume) {
        String claimName = volume.claim();
        if (claimName == null) {
            return null;
        }
        Viewed<ClaimState> claim = subject.view().claim(subject.pod().namespace(), claimName);
        String volumeName = claim == null ? null : claim.state().volumeName();
        Viewed<VolumeState> bound = volumeName == null ? null : subject.view().volume(volumeName);
        return bound != null && (bound.state().local() || pinned(bound.state().nodeTerms())) ? volumeName : null;
    }

    /** Drivers of local disks say so by naming the one node: another node, or a new one, never serves it. */
    private static boolean pinned(List<NodeTerm> terms) {
        return !terms.isEmpty()
                && terms.stream().allMatch(term -> Stream.concat(term.labels().stream(), term.fields().stream())
                        .anyMatch(wanted -> NAMES_OF_NODES.contains(wanted.key())
                                && wanted.operator().equals("In")
                                && wanted.values().size() == 1));
    }
}
