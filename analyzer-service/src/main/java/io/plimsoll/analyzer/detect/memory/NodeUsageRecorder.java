package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Ledger;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.model.Copies;
import io.plimsoll.model.fact.NodeUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes what each node used in the last minutes, by its name; samples that aren't newer than the last are dropped. */
public record NodeUsageRecorder(Duration kept) implements Recorder<NodeUsageRecorder.Samples> {

    private static final NodeUsageRecorder STANDARD = new NodeUsageRecorder(Duration.ofMinutes(20));
    private static final int MOST = 120;

    /** Oldest first: epoch seconds and bytes in turn. */
    public record Samples(List<Long> secondsAndBytes) {

        public Samples {
            secondsAndBytes = Copies.list(secondsAndBytes);
        }

        int size() {
            return secondsAndBytes.size() / 2;
        }

        long second(int index) {
            return secondsAndBytes.get(2 * index);
        }

        long bytes(int index) {
            return secondsAndBytes.get(2 * index + 1);
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
        List<Long> samples = new ArrayList<>();
        for (int i = known == null ? 0 : Math.max(0, known.size() - MOST + 1); known != null && i < known.size(); i++) {
            if (known.second(i) > at - kept.toSeconds()) {
                samples.add(known.second(i));
                samples.add(known.bytes(i));
            }
        }
        samples.add(at);
        samples.add(usage.memoryBytes());
        ledger.put(node, new Samples(samples));
    }

    @Override
    public @Nullable Samples pruned(String key, Samples history, ClusterState state) {
        return state.node(key) == null ? null : history;
    }
}
