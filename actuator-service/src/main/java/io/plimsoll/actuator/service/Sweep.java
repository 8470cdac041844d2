package io.plimsoll.actuator.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.actuator.campaign.Signal;
import io.plimsoll.actuator.cluster.Acts;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.node.Refusal;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.wire.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frees nodes of marks that nobody here works under: of requests that nobody knows any more, or that have ended.
 *
 * <p>Once over all nodes as a term begins, and over each whose work ended with its marks left on it. What can't be taken off is
 * tried again for as long as the term lasts, after 1 s, 2 s, 4 s and so on up to 5 min of machine time; until that is done
 * nobody takes the node up.
 */
final class Sweep implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Sweep.class.getName());
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Acts acts;
    private final Accounts accounts;
    private final Consumer<Signal> found;
    private final Map<Left, String> left = new ConcurrentHashMap<>();
    private @Nullable Thread again;
    private boolean closed;

    /** What is to be done about a claim that was found. */
    private sealed interface Left {
        String done();
    }

    /** It stands for nothing. */
    private record Orphan(Task task, Claim claim) implements Left {
        @Override
        public String done() {
            return "the claim of request " + claim.request() + ", which is not under way, is off node " + task.node();
        }

        @Override
        public String toString() {
            return "the claim of request " + claim.request() + ", which is not under way, on node " + task.node()
                    + " can't be taken off";
        }
    }

    /** It is of work that goes on, and bears an earlier term's epoch. */
    private record Inherited(Task task, Claim claim) implements Left {
        @Override
        public String done() {
            return "the claim of request " + claim.request() + " on node " + task.node() + " is seen to";
        }

        @Override
        public String toString() {
            return "the claim of request " + claim.request() + ", which is under way, on node " + task.node()
                    + " can't be put under this term";
        }
    }

    /**
     * Nothing is swept yet.
     *
     * @param found told of what is found on nodes
     */
    Sweep(Acts acts, Accounts accounts, Consumer<Signal> found) {
        this.acts = acts;
        this.accounts = accounts;
        this.found = found;
    }

    /**
     * Once over all nodes. Claims of what is under way are put under this term's epoch before anything else is done: whatever
     * an earlier term may still send then fails its test.
     */
    void over(ClusterView view, Ledger ledger) {
        for (Viewed<NodeState> node : view.nodes()) {
            if (node.state().annotations().containsKey(Acts.SCALE_DOWN_OURS)) {
                found.accept(new Signal.SuspensionFound(node.name(), node.uid()));
            }
            Claim claim = claim(node);
            if (claim == null) {
                continue;
            }
            NodeWork work = ledger.node(node.name());
            if (work == null || !work.origin().equals(claim.request())) {
                free(orphan(node.name(), node.uid(), claim));
            } else {
                takeOver(new Inherited(work.life().task(), claim));
            }
        }
        begin();
    }

    /** Of work that is over: nobody else asks for it any more. */
    void leftBehind(Task task, Claim claim) {
        Orphan orphan = orphan(task.node(), task.uid(), claim);
        left.put(orphan, "it could not be taken off before");
        LOG.log(System.Logger.Level.WARNING, orphan + " yet");
        begin();
    }

    private synchronized void begin() {
        if (again == null && !closed && !left.isEmpty()) {
            again = Thread.ofVirtual().name("sweep").start(this::tryAgain);
        }
    }

    private synchronized boolean done() {
        if (left.isEmpty()) {
            again = null;
        }
        return left.isEmpty();
    }

    private static @Nullable Claim claim(Viewed<NodeState> node) {
        String text = node.state().annotations().get(Claim.ANNOTATION);
        try {
            return text == null ? null : Json.mapper().readValue(text, Claim.class);
        } catch (JsonProcessingException e) {
            LOG.log(System.Logger.Level.WARNING, "claim can't be read, left alone: node=" + node.name());
            return null;
        }
    }

    private static Orphan orphan(String node, String uid, Claim claim) {
        return new Orphan(
                new Task(
                        claim.request(),
                        node,
                        uid,
                        Task.Goal.UNCORDON,
                        Duration.ZERO,
                        Task.OnDeadline.ROLLBACK,
                        null,
                        false),
                claim);
    }

    private void free(Orphan orphan) {
        Acts.Done<NodeSignal> done = acts.release(new NodeEffect.Release(
                orphan.task(), orphan.claim(), !orphan.claim().priorCordon(), NodeEffect.Basis.CLAIM));
        accounts.node(orphan.task(), null, "free", done);
        settle(orphan, done);
    }

    private void takeOver(Inherited inherited) {
        Task task = inherited.task();
        Acts.Done<NodeSignal> done = acts.takeOver(task, inherited.claim().deadline());
        if (done.answer() instanceof NodeSignal.ClaimTaken taken) {
            found.accept(new Signal.NodeAnswered(task.node(), task.origin(), taken));
        }
        settle(inherited, done);
    }

    private void settle(Left each, Acts.Done<NodeSignal> done) {
        if (done.answer() instanceof NodeSignal.Refused(var refusal) && mayPass(refusal)) {
            left.put(each, done.explanation());
            LOG.log(System.Logger.Level.WARNING, each + " yet: " + done.explanation());
        } else {
            left.remove(each);
            LOG.log(System.Logger.Level.INFO, each.done() + ": " + done.explanation());
        }
    }

    /** Whether the mark may still be there, and may be ours: a node that is gone, or claimed by another since, is no concern. */
    private static boolean mayPass(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Denied _, Refusal.Conflict _, Refusal.Unanswered _ -> true;
            case Refusal.Fenced _, Refusal.Absent _ -> false;
        };
    }

    private void tryAgain() {
        Duration gap = SHORTEST;
        try {
            while (!done()) {
                Thread.sleep(gap);
                gap = gap.multipliedBy(2).compareTo(LONGEST) < 0 ? gap.multipliedBy(2) : LONGEST;
                for (Left each : List.copyOf(left.keySet())) {
                    switch (each) {
                        case Orphan orphan -> free(orphan);
                        case Inherited inherited -> takeOver(inherited);
                    }
                }
            }
        } catch (InterruptedException e) {
            // the term is over, and the next one sweeps anew
        }
    }

    /** What is still on nodes, a line each. */
    List<String> warnings() {
        return left.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue() + "; it is tried again"
                        + (entry.getKey() instanceof Orphan ? ", and until then nobody takes the node up" : ""))
                .sorted()
                .toList();
    }

    @Override
    public synchronized void close() {
        closed = true;
        Thread waiting = again;
        if (waiting != null) {
            waiting.interrupt();
        }
    }
}
