package io.plimsoll.analyzer.state;

import io.plimsoll.model.fact.PodUsage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Notes the newest usage of each pod, until the pod is deleted. Every pod's changes all the time: of the fact no more is
 * written to disk than this.
 */
record PodUsages() implements Recorder<UsageSample> {

    private static final byte VERSION = 1;

    @Override
    public String name() {
        return "usage";
    }

    @Override
    public Class<UsageSample> type() {
        return UsageSample.class;
    }

    @Override
    public boolean byPod() {
        return true;
    }

    @Override
    public boolean readsPodUsage() {
        return true;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<UsageSample> ledger) {
        String namespace = change.fact().namespace();
        if (namespace == null) {
            return;
        }
        PodUsage usage = change.body(PodUsage.class);
        PodView gone = change.what() == Change.What.DELETED ? change.podBefore() : null;
        if (gone != null) {
            ledger.put(gone.namespace(), gone.name(), null);
        } else if (usage != null) {
            PodView pod = state.pod(namespace, change.fact().name());
            ledger.put(
                    pod == null ? namespace : pod.namespace(),
                    pod == null ? change.fact().name() : pod.name(),
                    UsageSample.of(usage));
        }
    }

    /** A sample may come before the first list of the pods has said that there is such a pod. */
    @Override
    public @Nullable UsageSample pruned(String key, UsageSample sample, ClusterState state) {
        int slash = key.indexOf('/');
        boolean unknown = state.pod(key.substring(0, slash), key.substring(slash + 1)) == null;
        return unknown && state.watching().everSynced("pods") ? null : sample;
    }

    @Override
    public byte[] encode(UsageSample sample) {
        return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES)
                .put(VERSION)
                .putLong(sample.memoryBytes())
                .putInt(sample.windowMillis())
                .array();
    }

    @Override
    public UsageSample decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte version = buffer.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("version " + version + " of a pod's usage is unknown");
        }
        return new UsageSample(buffer.getLong(), buffer.getInt());
    }
}
