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
    /** 2^14 bytes: with 31 bits for their number, 32 TiB. */
    private static final int STEP_BITS = 14;

    /**
     * Oldest first. So that a sample takes eight bytes, amounts are kept in steps of 16 KiB: far below what a trend of a node
     * is made of.
     */
    public static final class Samples {

        /** Of the first, epoch seconds. */
        private final long start;

        /** Seconds since the start and steps of bytes in turn. */
        private final int[] secondsAndSteps;

        private Samples(long start, int[] secondsAndSteps) {
            this.start = start;
            this.secondsAndSteps = secondsAndSteps;
        }

        /** As {@link #secondsAndBytes} gives them. */
        @JsonCreator
        static Samples of(@JsonProperty("secondsAndBytes") long... secondsAndBytes) {
            long start = secondsAndBytes.length == 0 ? 0 : secondsAndBytes[0];
            int[] kept = new int[secondsAndBytes.length];
            for (int i = 0; i < kept.length; i += 2) {
                kept[i] = since(start, secondsAndBytes[i]);
                kept[i + 1] = steps(secondsAndBytes[i + 1]);
            }
            return new Samples(start, kept);
        }

        /** Epoch seconds and bytes in turn. */
        @JsonProperty("secondsAndBytes")
        long[] secondsAndBytes() {
            long[] told = new long[secondsAndSteps.length];
            for (int i = 0; i < size(); i++) {
                told[2 * i] = second(i);
                told[2 * i + 1] = bytes(i);
            }
            return told;
        }

        int size() {
            return secondsAndSteps.length / 2;
        }

        long second(int index) {
            return start + secondsAndSteps[2 * index];
        }

        long bytes(int index) {
            return (long) secondsAndSteps[2 * index + 1] << STEP_BITS;
        }

        /** With one more, and without those up to a second. */
        Samples plus(long second, long bytes, long forgottenUpTo) {
            int first = Math.max(0, size() - MOST + 1);
            while (first < size() && second(first) <= forgottenUpTo) {
                first++;
            }
            long begun = first < size() ? second(first) : second;
            int[] samples = Arrays.copyOfRange(secondsAndSteps, 2 * first, secondsAndSteps.length + 2);
            for (int i = 0; i < samples.length - 2; i += 2) {
                samples[i] -= (int) (begun - start);
            }
            samples[samples.length - 2] = since(begun, second);
            samples[samples.length - 1] = steps(bytes);
            return new Samples(begun, samples);
        }

        private static int since(long start, long second) {
            return Math.clamp(second - start, 0, Integer.MAX_VALUE);
        }

        private static int steps(long bytes) {
            return Math.clamp(bytes >> STEP_BITS, 0, Integer.MAX_VALUE);
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
        Samples samples = known == null ? Samples.of() : known;
        ledger.put(node, samples.plus(at, usage.memoryBytes(), at - kept.toSeconds()));
    }

    @Override
    public @Nullable Samples pruned(String key, Samples history, ClusterState state) {
        return state.node(key) == null ? null : history;
    }
}
