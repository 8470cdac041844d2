package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.growth.ContainerMemory;
import io.plimsoll.analyzer.detect.growth.GrowthTest;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.fact.PodUsage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes what each pod uses and how the memory of its containers went, by namespace and name, until the pod is deleted. A
 * restart begins a new run, a new pod of the same name begins anew. Every pod's changes all the time: of these facts no more
 * is written to disk than this.
 */
public record PodMemory(GrowthTest test) implements Recorder<SampledPod> {

    /** Of what is stored. */
    private static final byte VERSION = 4;

    /** A sample that claims to be later than this after the fact is of a wrong clock: no run is told by it. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private static final PodMemory STANDARD = new PodMemory(GrowthTest.lasting());

    public static PodMemory defaults() {
        return STANDARD;
    }

    /** How the pod's containers went; null where no sample told of them. */
    static @Nullable SampledPod of(ClusterState state, PodView pod) {
        SampledPod sampled = newest(state, pod);
        return sampled != null && sampled.isOf(pod) ? sampled : null;
    }

    /** With what the pod uses now; null where there is no sample. */
    static @Nullable SampledPod newest(ClusterState state, PodView pod) {
        return newest(state, pod.namespace(), pod.name());
    }

    static @Nullable SampledPod newest(ClusterState state, String namespace, String name) {
        return state.ledger(STANDARD).of(namespace, name);
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
    public Class<SampledPod> type() {
        return SampledPod.class;
    }

    @Override
    public boolean readsPodUsage() {
        return true;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<SampledPod> ledger) {
        String namespace = change.fact().namespace();
        PodUsage usage = change.body(PodUsage.class);
        if (namespace == null) {
            return;
        }
        if (usage != null) {
            record(change.fact().name(), namespace, usage, change.at(), state, ledger);
        } else if (change.kind().equals("Pod")) {
            changed(change, namespace, ledger);
        }
    }

    private static void changed(Change change, String namespace, Ledger<SampledPod> ledger) {
        String name = change.fact().name();
        if (change.what() == Change.What.DELETED) {
            ledger.put(namespace, name, null);
            return;
        }
        SampledPod sampled = ledger.of(namespace, name);
        if (sampled != null) {
            sampled.lookAgain();
        }
    }

    private void record(
            String name, String namespace, PodUsage usage, Instant at, ClusterState state, Ledger<SampledPod> ledger) {
        SampledPod known = ledger.of(namespace, name);
        PodView pod = known == null || known.seen() == null ? state.pod(namespace, name) : known.seen();
        if (known == null) {
            if (pod == null) {
                ledger.put(namespace, name, SampledPod.unsampled());
            } else {
                ledger.put(pod.namespace(), pod.name(), SampledPod.unsampled());
            }
        }
        PodView told = usage.timestamp().isAfter(at.plus(AHEAD)) ? null : pod;
        ledger.change(namespace, name, sampled -> sampled.take(told, usage, test));
    }

    /** A sample may come before the first list of the pods has said that there is such a pod. */
    @Override
    public @Nullable SampledPod pruned(String key, SampledPod sampled, ClusterState state) {
        int slash = key.indexOf('/');
        boolean unknown = state.pod(key.substring(0, slash), key.substring(slash + 1)) == null;
        return unknown && state.watching().everSynced("pods") ? null : sampled;
    }

    @Override
    public int kinds() {
        return ContainerMemory.Status.values().length;
    }

    @Override
    public void count(SampledPod sampled, int by, int[] counts) {
        List<ContainerMemory> containers = sampled.containers();
        for (int i = 0; i < containers.size(); i++) {
            counts[containers.get(i).status().kind()] += by;
        }
    }

    /** How many containers are judged how; empty where no rule asks for it. */
    public static Map<ContainerMemory.Status, Integer> judged(ClusterState state) {
        Map<ContainerMemory.Status, Integer> judged = new EnumMap<>(ContainerMemory.Status.class);
        if (state.records(STANDARD)) {
            Ledger<SampledPod> ledger = state.ledger(STANDARD);
            for (ContainerMemory.Status status : ContainerMemory.Status.values()) {
                judged.put(status, ledger.count(status.kind()));
            }
        }
        return judged;
    }

    @Override
    public byte[] encode(SampledPod sampled) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            sampled.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("history " + name() + " can't be written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public SampledPod decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IOException("a pod's memory is of version " + version + ", only " + VERSION + " is known");
            }
            return SampledPod.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("history " + name() + " can't be read", e);
        }
    }
}
