package io.plimsoll.actuator.answer;

import io.plimsoll.actuator.guard.Verdict;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.PodVerdict;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Freshness;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What holds a campaign back that no guard can know: what the actuator itself is at. */
public final class Verdicts {

    private Verdicts() {}

    public static Verdict.Closed blind(ClusterView view) {
        List<String> stale = new ArrayList<>();
        for (Resource resource : List.of(Resource.NODES, Resource.PODS, Resource.BUDGETS)) {
            Freshness freshness = view.freshness(resource);
            stale.add(resource.display() + " "
                    + (freshness.problem() == null ? freshness.age().toSeconds() + " s old" : freshness.problem()));
        }
        return new Verdict.Closed(
                "FRESH",
                "the view of the cluster isn't current: " + String.join(", ", stale),
                "it goes on by itself once the API server's watches are back",
                null);
    }

    /**
     * Notes for whoever reads a plan: what of the view may be of an earlier time, one line each.
     *
     * @param atMost how old a view may be that counts as current
     */
    public static List<Cause> outdated(ClusterView view, Duration atMost) {
        List<Cause> notes = new ArrayList<>();
        for (Resource resource : EnumSet.complementOf(EnumSet.of(Resource.LOCKS))) { // no plan asks for those
            Freshness freshness = view.freshness(resource);
            boolean old = freshness.age().compareTo(atMost) > 0;
            if (freshness.problem() != null || old) {
                notes.add(new Cause(
                        "STALE_VIEW",
                        resource.display(),
                        freshness.problem() == null
                                ? "what the plan says of " + resource.display() + " is as it was "
                                        + freshness.age().toSeconds() + " s ago"
                                : "what the plan says of " + resource.display() + " may be wrong: "
                                        + freshness.problem(),
                        "ask again once readiness (/q/health/ready) says that all is well; nothing is done by an"
                                + " old view"));
            }
        }
        return notes;
    }

    /** @param out the nodes that are out for the request now */
    public static Verdict.Closed ownLimit(Request request, List<NodeWork> out) {
        int most = request.options().maxConcurrent();
        String names = out.stream().map(NodeWork::node).sorted().collect(Collectors.joining(", "));
        return new Verdict.Closed(
                "CONCURRENCY",
                "request " + request.id() + " may have " + most + (most == 1 ? " node" : " nodes")
                        + " out at once; out: " + names,
                out.stream()
                        .sorted(Comparator.comparing(NodeWork::node))
                        .map(Verdicts::hand)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse("it goes on by itself once one of them is back"),
                null);
    }

    public static Verdict.Closed clash(String node, NodeWork other, String why) {
        return new Verdict.Closed(
                "TOGETHER",
                "node " + node + " and node " + other.node() + ", which is out for request " + other.origin() + ", "
                        + why,
                back(other),
                null);
    }

    /**
     * Whether the node must wait since a pod's owner has asked for more time than half of what the node has: it would stand
     * cordoned and half empty, and be given back undone. Null where it need not.
     */
    public static Verdict.@Nullable Closed ownersWish(NodePlan plan, Duration deadline, Instant now) {
        Duration most = deadline.dividedBy(2);
        Verdict.Closed last = null;
        for (PodVerdict pod : plan.pods()) {
            Instant until = pod.notBefore();
            Cause why = pod.why();
            Instant opens = until == null ? null : until.minus(most);
            if (why == null || opens == null || !now.isBefore(opens)) {
                continue;
            }
            Instant known = last == null ? null : last.opensAt();
            if (known == null || opens.isAfter(known)) {
                last = new Verdict.Closed(
                        why.code(),
                        why.message() + "; node " + plan.node() + " has " + deadline
                                + " in all, and begins when half of that is enough",
                        "wait until " + opens + ", ask for a longer nodeDeadline, or remove the annotation",
                        opens);
            }
        }
        return last;
    }

    public static Verdict.Closed foreignClaim(String node, Claim claim) {
        return new Verdict.Closed(
                "CLAIM",
                "node " + node + " is claimed for request " + claim.request() + " by " + claim.holder()
                        + " (annotation " + Claim.ANNOTATION + "), of which nothing is known here",
                "wait until that is done; if nobody works on it, kubectl annotate node " + node + " " + Claim.ANNOTATION
                        + "-",
                null);
    }

    public static Verdict.Closed ownWork(NodeWork work) {
        return new Verdict.Closed(
                "CLAIM", "request " + work.origin() + " is at work on node " + work.node(), back(work), null);
    }

    private static String back(NodeWork work) {
        String hand = hand(work);
        return hand == null ? "it goes on by itself once node " + work.node() + " is back" : hand;
    }

    /** What somebody has to do before the node comes back; null where it comes back by itself. */
    private static @Nullable String hand(NodeWork work) {
        String release =
                "ask for the action complete with node " + work.node() + ", or cancel request " + work.origin();
        if (work.life() instanceof NodeLife.Held) {
            return "once the work on node " + work.node() + " is done, " + release;
        }
        return work.life() instanceof NodeLife.AwaitingReboot
                ? "reboot node " + work.node() + "; if it needs no reboot, " + release
                : null;
    }
}
