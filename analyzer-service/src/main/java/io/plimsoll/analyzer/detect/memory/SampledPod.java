package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.growth.ContainerMemory;
import io.plimsoll.analyzer.detect.growth.GrowthTest;
import io.plimsoll.analyzer.state.ContainerView;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Uid;
import io.plimsoll.model.fact.ContainerState.Termination;
import io.plimsoll.model.fact.PodUsage;
import io.plimsoll.model.fact.PodUsage.ContainerUsage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What samples told of one pod: what it uses now, and how the memory of its containers went. Not a value: the next sample is
 * folded in place, for the sake of speed.
 */
public final class SampledPod {

    private @Nullable Uid uid;
    private List<ContainerMemory> containers;
    private long memoryBytes;
    private int windowMillis;
    /**
     * The pod that the newest sample was of, until a newer fact of it comes: while there is none, no container has begun
     * anew, and nobody need look for the pod. Not stored.
     */
    private @Nullable PodView seen;

    SampledPod(@Nullable Uid uid, List<ContainerMemory> containers, long memoryBytes, int windowMillis) {
        this.uid = uid;
        this.containers = List.copyOf(containers);
        this.memoryBytes = memoryBytes;
        this.windowMillis = windowMillis;
    }

    static SampledPod unsampled() {
        return new SampledPod(null, List.of(), 0, 0);
    }

    /** The working set of all containers in the newest sample, bytes. */
    long memoryBytes() {
        return memoryBytes;
    }

    /** That the newest sample was measured over. */
    Duration window() {
        return Duration.ofMillis(windowMillis);
    }

    /** In the order that the newest sample names them in. */
    List<ContainerMemory> containers() {
        return containers;
    }

    /** The pod itself, but for an owner that became known later; null where it must be looked for. */
    @Nullable
    PodView seen() {
        return seen;
    }

    /** There is a newer fact of the pod. */
    void lookAgain() {
        seen = null;
    }

    /** Whether what is known of containers is known of this pod, and not of an earlier one of its name. */
    @SuppressWarnings("ReferenceEquality") // the very view is the cheapest of proofs
    boolean isOf(PodView pod) {
        return pod == seen || Objects.equals(uid, pod.identity());
    }

    /**
     * Takes a sample; false where it says nothing new.
     *
     * @param pod null where it isn't known, or the sample tells nothing of how its containers went
     */
    boolean take(@Nullable PodView pod, PodUsage usage, GrowthTest test) {
        boolean measured = measured(usage);
        return (pod != null && wentOn(pod, usage, test)) || measured;
    }

    private boolean measured(PodUsage usage) {
        long bytes = usage.memoryBytes();
        int millis = Math.clamp(usage.window().toMillis(), 0, Integer.MAX_VALUE);
        boolean changed = bytes != memoryBytes || millis != windowMillis;
        memoryBytes = bytes;
        windowMillis = millis;
        return changed;
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean wentOn(PodView pod, PodUsage usage, GrowthTest test) {
        boolean changed = !goOn(pod, usage);
        if (changed) {
            containers = next(pod, usage, test);
            uid = pod.identity();
        }
        if (seen != pod) {
            seen = pod;
        }
        long at = usage.timestamp().getEpochSecond();
        for (int i = 0; i < containers.size(); i++) {
            changed |= containers.get(i).take(at, usage.containers().get(i).memoryBytes(), test);
        }
        return changed;
    }

    /** Whether the usage is of the same runs of the same containers. */
    @SuppressWarnings("ReferenceEquality")
    private boolean goOn(PodView pod, PodUsage usage) {
        List<ContainerUsage> used = usage.containers();
        boolean same = isOf(pod) && used.size() == containers.size();
        for (int i = 0; same && i < containers.size(); i++) {
            ContainerMemory known = containers.get(i);
            same = known.name().equals(used.get(i).name())
                    && (pod == seen || known.restarts() == restarts(pod.container(known.name())));
        }
        return same;
    }

    /** Containers that were sampled before go on, those that began anew begin a run. */
    private List<ContainerMemory> next(PodView pod, PodUsage usage, GrowthTest test) {
        List<ContainerMemory> next = new ArrayList<>();
        for (ContainerUsage used : usage.containers()) {
            ContainerView view = pod.container(used.name());
            ContainerMemory before = isOf(pod) ? container(used.name()) : null;
            int restarts = restarts(view);
            if (before != null && before.restarts() == restarts) {
                next.add(before);
                continue;
            }
            long start = start(view, pod, usage.timestamp()).getEpochSecond();
            next.add(
                    before == null
                            ? ContainerMemory.begun(view == null ? used.name() : view.name(), restarts, start)
                            : before.restarted(restarts, start, oomKilled(view), test));
        }
        return List.copyOf(next);
    }

    private @Nullable ContainerMemory container(String name) {
        for (ContainerMemory known : containers) {
            if (known.name().equals(name)) {
                return known;
            }
        }
        return null;
    }

    private static int restarts(@Nullable ContainerView view) {
        return view == null ? 0 : view.restarts();
    }

    private static Instant start(@Nullable ContainerView view, PodView pod, Instant timestamp) {
        if (view != null && view.startedAt() != null) {
            return view.startedAt();
        }
        Instant last = view == null || view.lastTermination() == null
                ? null
                : view.lastTermination().finishedAt();
        if (last != null) {
            return last;
        }
        return pod.startedAt() == null ? timestamp : pod.startedAt();
    }

    private static boolean oomKilled(@Nullable ContainerView view) {
        Termination last = view == null ? null : view.lastTermination();
        return last != null && "OOMKilled".equals(last.reason());
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(uid != null);
        out.writeUTF(uid == null ? "" : uid.text());
        out.writeLong(memoryBytes);
        out.writeInt(windowMillis);
        out.writeShort(containers.size());
        for (ContainerMemory container : containers) {
            container.write(out);
        }
    }

    static SampledPod read(DataInput in) throws IOException {
        boolean hasUid = in.readBoolean();
        String uid = in.readUTF();
        long memoryBytes = in.readLong();
        int windowMillis = in.readInt();
        List<ContainerMemory> containers = new ArrayList<>();
        for (int left = in.readShort(); left > 0; left--) {
            containers.add(ContainerMemory.read(in));
        }
        return new SampledPod(hasUid ? Uid.of(uid) : null, containers, memoryBytes, windowMillis);
    }
}
