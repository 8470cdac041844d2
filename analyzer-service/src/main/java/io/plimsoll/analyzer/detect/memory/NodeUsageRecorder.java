package io.plimsoll.analyzer.detect.memory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.fact.NodeUsage;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Notes what each node used in the last minutes, by its name; samples that aren't newer than the last are dropped. */
public record NodeUsageRecorder(Duration kept) implements Recorder<NodeUsageRecorder.Samples> {

    private static final NodeUsageRecorder STANDARD = new NodeUsageRecorder(Duration.ofMinutes(20));
    private static final int MOST = 120;

    /** Oldest first: epoch seconds and bytes in turn. */
    public static final class Samples {

        private final long[] secondsAndBytes;

        @JsonCreator
        Samples(@JsonProperty("secondsAndBytes") long... secondsAndBytes) {
            this.secondsAndBytes = secondsAndBytes.clone();
        }

        @JsonProperty("secondsAndBytes")
        long[] secondsAndBytes() {
            return secondsAndBytes.clone();
        }

        int size() {
            return secondsAndBytes.length / 2;
        }

        long second(int index) {
            return secondsAndBytes[2 * index];
        }

        long bytes(int index) {
            return secondsAndBytes[2 * index + 1];
        }

        /** With one more, and without those up to a second. */
        Samples plus(long second, long bytes, long forgottenUpTo) {
            int first = Math.max(0, size() - MOST + 1);
            while (first < size() && second(first) <= forgottenUpTo) {
                first++;
            }
            long[] samples = Arrays.copyOfRange(secondsAndBytes, 2 * first, secondsAndBytes.length + 2);
            samples[samples.length - 2] = second;
            samples[samples.length - 1] = bytes;
            return new Samples(samples);
        }
    }

    public static NodeUsageRecorder defaults() {
        return STANDARD;
    }

    @Override
    public String name() {
        return "node-usage";
    }

    @Override
    public Class<Samples> type() {
        return Samples.class;
    }

    @Override
    public void record(Change change, ClusterState state, Ledger<Samples> ledger) {
        if (change.kind().equals("Node") && change.what() == Change.What.DELETED) {
            ledger.put(change.fact().name(), null);
        }
        NodeUsage usage = change.body(NodeUsage.class);
        if (usage == null) {
            return;
        }
        String node = change.fact().name();
        Samples known = ledger.of(node);
        long at = usage.timestamp().getEpochSecond();
        if (known != null && known.size() > 0 && at <= known.second(known.size() - 1)) {
            return;
        }
        Samples samples = known == null ? new Samples() : known;
        ledger.put(node, samples.plus(at, usage.memoryBytes(), at - kept.toSeconds()));
    }

    @Override
    public @Nullable Samples pruned(String key, Samples history, ClusterState state) {
        return state.node(key) == null ? null : history;
    }
}
