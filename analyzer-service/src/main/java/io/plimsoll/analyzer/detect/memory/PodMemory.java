package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.growth.ContainerMemory;
import io.plimsoll.analyzer.detect.growth.GrowthTest;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.ContainerView;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Uid;
import io.plimsoll.model.fact.ContainerState.Termination;
import io.plimsoll.model.fact.PodUsage;
import io.plimsoll.model.fact.PodUsage.ContainerUsage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Notes how the memory of each container went, by the pod's namespace and name, until the pod is deleted. A restart
 * begins a new run, a new pod of the same name begins anew.
 */
public record PodMemory(GrowthTest test) implements Recorder<PodMemory.History> {

    /** Of what is stored. */
    private static final byte VERSION = 2;

    private static final PodMemory STANDARD = new PodMemory(GrowthTest.lasting());

    /** The containers of one pod, in the order of their first samples. */
    public record History(@Nullable Uid uid, List<ContainerMemory> containers) {

        public History {
            containers = List.copyOf(containers);
        }

        @Nullable
        ContainerMemory of(String container) {
            for (ContainerMemory known : containers) {
                if (known.name().equals(container)) {
                    return known;
                }
            }
            return null;
        }
    }

    public static PodMemory defaults() {
        return STANDARD;
    }

    static @Nullable History of(ClusterState state, PodView pod) {
        History history = state.ledger(STANDARD).of(pod.namespace(), pod.name());
        return history != null && Objects.equals(history.uid(), pod.identity()) ? history : null;
    }

    @Override
    public String name() {
        return "pod-memory";
    }

    @Override
    public boolean byPod() {
        return true;
    }

    @Override
    public Class<History> type() {
        return History.class;
    }

    @Override
    public boolean readsPodUsage() {
        return true;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<History> ledger) {
        String namespace = change.fact().namespace();
        if (namespace == null) {
            return;
        }
        if (change.kind().equals("Pod") && change.what() == Change.What.DELETED) {
            ledger.put(namespace, change.fact().name(), null);
        }
        PodUsage usage = change.body(PodUsage.class);
        PodView pod = usage == null ? null : state.pod(namespace, change.fact().name());
        if (usage == null
                || pod == null
                || usage.timestamp().isAfter(change.at().plusSeconds(300))) {
            return;
        }
        History known = of(state, pod);
        List<ContainerMemory> containers = new ArrayList<>();
        for (ContainerUsage used : usage.containers()) {
            ContainerMemory before = known == null ? null : known.of(used.name());
            containers.add(next(before, pod, used, usage.timestamp()));
        }
        if (known == null || !known.containers().equals(containers)) {
            ledger.put(pod.namespace(), pod.name(), new History(pod.identity(), containers));
        }
    }

    private ContainerMemory next(
            @Nullable ContainerMemory before, PodView pod, ContainerUsage used, Instant timestamp) {
        ContainerView view = pod.container(used.name());
        int restarts = view == null ? 0 : view.restarts();
        long start = start(view, pod, timestamp).getEpochSecond();
        ContainerMemory memory = before == null
                ? ContainerMemory.begun(view == null ? used.name() : view.name(), restarts, start)
                : before.restarted(restarts, start, oomKilled(view), test);
        return memory.plus(timestamp.getEpochSecond(), used.memoryBytes(), test);
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

    @Override
    public @Nullable History pruned(String key, History history, ClusterState state) {
        int slash = key.indexOf('/');
        return state.pod(key.substring(0, slash), key.substring(slash + 1)) == null ? null : history;
    }

    @Override
    public int kinds() {
        return ContainerMemory.Status.values().length;
    }

    @Override
    public void count(History history, int by, int[] counts) {
        List<ContainerMemory> containers = history.containers();
        for (int i = 0; i < containers.size(); i++) {
            counts[containers.get(i).status().kind()] += by;
        }
    }

    /** How many containers are judged how; empty where no rule asks for it. */
    public static Map<ContainerMemory.Status, Integer> judged(ClusterState state) {
        Map<ContainerMemory.Status, Integer> judged = new EnumMap<>(ContainerMemory.Status.class);
        if (state.records(STANDARD)) {
            Ledger<History> ledger = state.ledger(STANDARD);
            for (ContainerMemory.Status status : ContainerMemory.Status.values()) {
                judged.put(status, ledger.count(status.kind()));
            }
        }
        return judged;
    }

    @Override
    public byte[] encode(History history) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeBoolean(history.uid() != null);
            out.writeUTF(history.uid() == null ? "" : history.uid().text());
            out.writeShort(history.containers().size());
            for (ContainerMemory container : history.containers()) {
                container.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory of pod " + history.uid() + " can't be written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public History decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IOException("a pod's memory is of version " + version + ", only " + VERSION + " is known");
            }
            boolean hasUid = in.readBoolean();
            String uid = in.readUTF();
            List<ContainerMemory> containers = new ArrayList<>();
            for (int left = in.readShort(); left > 0; left--) {
                containers.add(ContainerMemory.read(in));
            }
            return new History(hasUid ? Uid.of(uid) : null, containers);
        } catch (IOException e) {
            throw new UncheckedIOException("history " + name() + " can't be read", e);
        }
    }
}
