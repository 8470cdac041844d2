package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.guard.Verdict;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Freshness;
import io.plimsoll.actuator.view.Resource;
import java.util.ArrayList;
import java.util.List;

/** What holds a campaign back that no guard can know: what the actuator itself is at. */
final class Verdicts {

    private Verdicts() {}

    static Verdict.Closed blind(ClusterView view) {
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

    static Verdict.Closed ownLimit(Request request) {
        return new Verdict.Closed(
                "CONCURRENCY",
                "request " + request.id() + " may have " + request.options().maxConcurrent() + " nodes out at once",
                "it goes on once one of them is back",
                null);
    }

    static Verdict.Closed clash(String node, NodeWork other, String why) {
        return new Verdict.Closed(
                "TOGETHER",
                "node " + node + " and node " + other.node() + ", which is out for request " + other.origin() + ", "
                        + why,
                "it goes on once node " + other.node() + " is back",
                null);
    }

    static Verdict.Closed foreignClaim(String node, Claim claim) {
        return new Verdict.Closed(
                "CLAIM",
                "node " + node + " is claimed for request " + claim.request() + " by " + claim.holder()
                        + " (annotation " + Claim.ANNOTATION + "), of which nothing is known here",
                "wait until that is done; if nobody works on it, kubectl annotate node " + node + " " + Claim.ANNOTATION
                        + "-",
                null);
    }

    static Verdict.Closed ownWork(NodeWork work) {
        return new Verdict.Closed(
                "CLAIM",
                "request " + work.origin() + " is at work on node " + work.node(),
                "it goes on once that is done",
                null);
    }
}
