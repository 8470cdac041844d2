package io.plimsoll.actuator.fault;

import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests and decisions on which turns broke, so that nobody else has to wait for them: at the first fault they are ended
 * in as few steps as may be, and if that breaks as well they stand still. Outlives the terms, not the process: whoever starts
 * it anew may have mended it.
 *
 * <p>For any thread.
 */
public final class Faults {

    /** Remembered of those that are dealt with. */
    private static final int MOST_SETTLED = 20;

    private int unexplained;
    private final Map<String, Fault> open = new LinkedHashMap<>();
    private final Map<String, Fault> settled = new LinkedHashMap<>();

    /**
     * One fault.
     *
     * @param what went wrong, in the machine's words
     * @param times turns that broke on it
     */
    public record Fault(String origin, String what, int times) {

        /** Whether even to end it broke: nothing more is done about it. */
        public boolean standsStill() {
            return times > 1;
        }

        public Cause cause() {
            return new Cause(
                    "INTERNAL_FAULT",
                    origin,
                    "the actuator's own work on " + origin + " broke: " + what,
                    "please report this with the log's stack trace; what was asked for may be asked for again by a new request");
        }

        private String problem() {
            return standsStill()
                    ? "the work on " + origin + " broke " + times + " times and stands still: " + what
                            + "; see the log, look after its nodes by hand (kubectl get nodes), then restart"
                    : "the work on " + origin + " broke and is being ended: " + what;
        }
    }

    /** A turn broke. */
    public synchronized void add(BrokenTurn turn) {
        if (turn.origin() == null) {
            unexplained++;
        } else {
            unexplained = 0;
            blame(turn.origin(), String.valueOf(turn.getCause()).replaceAll("\\s+", " "));
        }
    }

    /** Whether the last turn that broke did so on nothing in particular. */
    public boolean unexplained() {
        return unexplainedInARow() > 0;
    }

    public synchronized int unexplainedInARow() {
        return unexplained;
    }

    private void blame(String origin, String what) {
        Fault before = open.containsKey(origin) ? open.get(origin) : settled.remove(origin);
        open.put(origin, new Fault(origin, what, before == null ? 1 : before.times() + 1));
    }

    /** Null for whatever no turn broke on. */
    public synchronized @Nullable Fault of(String origin) {
        Fault fault = open.get(origin);
        return fault == null ? settled.get(origin) : fault;
    }

    public synchronized boolean known(String origin) {
        return open.containsKey(origin) || settled.containsKey(origin);
    }

    public synchronized List<Fault> open() {
        return List.copyOf(open.values());
    }

    /** It has had its answer, or its account. */
    public synchronized void settle(String origin) {
        Fault fault = open.remove(origin);
        if (fault != null) {
            settled.put(origin, fault);
            if (settled.size() > MOST_SETTLED) {
                settled.remove(settled.keySet().iterator().next());
            }
        }
    }

    /** What is not dealt with yet, one line each. */
    public synchronized List<String> problems() {
        return open.values().stream().map(Fault::problem).toList();
    }

    /** What was dealt with, one line each. */
    public synchronized List<String> warnings() {
        List<String> lines = new ArrayList<>();
        settled.values()
                .forEach(fault -> lines.add("the work on " + fault.origin() + " broke and was ended: " + fault.what()
                        + "; please report this with the log's stack trace"));
        return lines;
    }
}
