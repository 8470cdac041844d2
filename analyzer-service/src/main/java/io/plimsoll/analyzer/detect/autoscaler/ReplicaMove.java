package io.plimsoll.analyzer.detect.autoscaler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One change of an autoscaler's desired replicas, at {@code at}. */
public record ReplicaMove(Instant at, int from, int to) {

    public int change() {
        return to - from;
    }

    /** What counts as a move among these: a tenth of the mean, and at least one replica. */
    public static int amplitude(List<ReplicaMove> moves) {
        if (moves.isEmpty()) {
            return 1;
        }
        long sum = moves.getFirst().from();
        for (ReplicaMove move : moves) {
            sum += move.to();
        }
        long values = moves.size() + 1L;
        return (int) Math.max(1, Math.ceilDiv(sum, 10 * values));
    }

    /** The moves, of those of {@code amplitude} or more, that went against the one before. Moves in order of time. */
    public static List<ReplicaMove> turningPoints(List<ReplicaMove> moves, int amplitude) {
        List<ReplicaMove> turns = new ArrayList<>();
        int direction = 0;
        for (ReplicaMove move : moves) {
            if (Math.abs(move.change()) < amplitude) {
                continue;
            }
            int next = Integer.signum(move.change());
            if (direction != 0 && next != direction) {
                turns.add(move);
            }
            direction = next;
        }
        return turns;
    }
}
