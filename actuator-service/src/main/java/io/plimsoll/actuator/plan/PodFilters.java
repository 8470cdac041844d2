package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.plan.PodFilter.Finding;
import io.plimsoll.actuator.plan.PodFilter.Subject;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodVolume;
import io.plimsoll.model.fact.VolumeState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The filters, in the order of judgement. */
final class PodFilters {

    /** The first to decide wins. */
    static final List<PodFilter> IN_ORDER = List.of(
            PodFilters::gone,
            PodFilters::mirror,
            PodFilters::daemonSet,
            PodFilters::terminating,
            PodFilters::unmanaged,
            PodFilters::emptyDir,
            OwnerWishes::judge,
            BudgetFilter::judge,
            PodFilters::localVolume);

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
        return bound != null && bound.state().local() ? volumeName : null;
    }
}
