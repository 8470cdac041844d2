package io.plimsoll.actuator.answer;

import io.plimsoll.actuator.guard.Displaced;
import io.plimsoll.actuator.guard.GuardSettings;
import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.guard.Soak;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.Ending;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.NodeSight;
import io.plimsoll.actuator.node.PodSight;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said about campaigns, for machines and for people. */
public final class Reasons {

    private Reasons() {}

    public static Cause windowEnded(String node, DrainOptions options) {
        String window = options.window() == null ? "the calendar" : "window " + options.window();
        return new Cause(
                "WINDOW_ENDED",
                node,
                window + " closed while node " + node + " was being drained",
                "ask for node " + node + " by a new request, which waits for the next opening; or set"
                        + " plimsoll.actuator.window-end=finish, so that nodes under way wait for it");
    }

    public static Cause nodeNotFound(String cluster, String node) {
        return new Cause(
                "NODE_NOT_FOUND",
                node,
                "cluster " + cluster + " has no node " + node,
                "check the name (kubectl get nodes) and ask again by a new request");
    }

    public static Campaign.Result goneBefore(String node) {
        Cause cause = new Cause(
                "NODE_GONE",
                node,
                "node " + node + " was deleted before its turn came",
                "ask again by a new request if another node is meant");
        return new Campaign.Result("NotStarted", Ending.Kind.FAILED, List.of(cause), null);
    }

    public static Cause notSelected(String node) {
        return new Cause(
                "NOT_SELECTED",
                node,
                "the request's selector no longer selects node " + node
                        + ": its labels were changed before its turn came",
                "none needed if it was to be left out; else ask for it by name, in a new request");
    }

    public static Cause noNodes(String cluster) {
        return new Cause(
                "NO_NODES",
                null,
                "the selector selects no node of cluster " + cluster,
                "check the selector (kubectl get nodes -l …) and ask again by a new request");
    }

    public static Cause replayed(Warrant warrant, String before) {
        return new Cause(
                "NONCE_REPLAYED",
                warrant.requester(),
                "nonce " + warrant.nonce() + " of requester " + warrant.requester() + " was used by request " + before,
                "sign each request with a new nonce");
    }

    public static Cause notGranted(Warrant warrant, String node) {
        return new Cause(
                "NODE_NOT_GRANTED",
                node,
                "requester " + warrant.requester() + " may have nodes with " + warrant.nodes() + ", and node " + node
                        + " is none",
                "ask for other nodes, or have the requesters' file changed");
    }

    public static Cause tooManyNodes(Warrant warrant, int asked) {
        return new Cause(
                "TOO_MANY_NODES",
                warrant.requester(),
                "requester " + warrant.requester() + " may have " + warrant.maxNodes()
                        + " nodes in one request, asked for are " + asked,
                "ask for fewer, or have the requesters' file changed");
    }

    public static Cause notHeld(String node) {
        return new Cause(
                "NOT_HELD",
                node,
                "node " + node + " isn't held by any request",
                "complete only nodes whose drain is held (GET /maintenance shows them)");
    }

    public static Cause planCut(int told, int all) {
        return new Cause(
                "PLAN_CUT",
                null,
                "the plan tells " + told + " of " + all + " nodes pod by pod; of the others it tells the outcome",
                "ask for the others by their names, in a plan of their own");
    }

    public static Cause refusedBefore(String request, Instant at) {
        return new Cause(
                "REFUSED_BEFORE",
                request,
                "request " + request + " was rejected at " + at + ", and an id serves once",
                "ask again by a new request, with an id of its own");
    }

    public static Cause nothingToCancel(String request, boolean known) {
        return new Cause(
                known ? "ALREADY_ENDED" : "UNKNOWN_REQUEST",
                request,
                known ? "request " + request + " has ended already" : "no request " + request + " is known",
                known
                        ? "see its answer on the status topic"
                        : "check its id (GET /maintenance shows those that are open)");
    }

    public static Cause notBefore(String request, @Nullable Instant begins) {
        return new Cause(
                "NOT_BEFORE",
                request,
                "request " + request + " is not to begin before " + begins,
                "wait until " + begins + "; or cancel it, and ask again by a new request with an earlier notBefore");
    }

    /**
     * A note for whoever resumed.
     *
     * @param lifted whether there was a pause of the scope
     * @param left what is paused still
     */
    public static Cause resumed(Scope scope, boolean lifted, List<Pause> left) {
        String none = "no pause has the scope " + scope.display();
        if (left.isEmpty()) {
            return new Cause("NOTHING_PAUSED", null, none + ", and nothing is paused", "none needed");
        }
        String names = left.stream()
                .map(pause -> pause.by() + " paused " + pause.scope().display())
                .collect(Collectors.joining(", "));
        return new Cause(
                "STILL_PAUSED",
                null,
                (lifted ? "" : none + "; ") + "in force still: " + names,
                left.stream().allMatch(Pause::fixed)
                        ? "set plimsoll.actuator.paused to false"
                        : "ask for the action resume with the scope of what is to go on, too");
    }

    /**
     * A note for whoever paused or resumed what covers no node.
     *
     * @param pauses whether it was a pause, which covers nodes that come to be in its scope later
     */
    public static Cause coversNothing(String cluster, Scope scope, boolean pauses) {
        boolean node = scope.kind() == Scope.Kind.Node;
        String what =
                node ? "no " : scope.kind() == Scope.Kind.Namespace ? "no node that carries pods of " : "no node of ";
        return new Cause(
                node ? "NODE_NOT_FOUND" : "NO_NODES",
                node ? scope.name() : null,
                "cluster " + cluster + " has " + what + scope.display()
                        + (pauses ? ": the pause holds nothing back until it has" : ": nothing goes on by this"),
                "check the name (kubectl get nodes); if another was meant, "
                        + (pauses
                                ? "resume " + scope.display() + " and pause that one, each by a new request"
                                : "resume that one by a new request"));
    }

    public static Cause standsStill(NodeWork work) {
        return new Cause(
                "DRY_RUN",
                work.node(),
                "node " + work.node() + " was taken up for request " + work.origin()
                        + " before the mode became dry-run: it stays as it is ("
                        + work.life().phase() + ")",
                "set plimsoll.actuator.mode=enforce to go on; or kubectl uncordon " + work.node()
                        + " if it is to serve meanwhile");
    }

    /** @param field whose time was over */
    public static Cause expired(String what, String field) {
        return new Cause("EXPIRED", null, what, "ask again by a new request with a later " + field);
    }

    /** @param before the node that stopped the wave, and why it did */
    public static Cause halted(String node, String before, @Nullable Cause why) {
        return new Cause(
                "HALTED",
                node,
                "node " + node + " was not started, because node " + before + " was given up"
                        + (why == null ? "" : ": " + why.message()),
                (why == null ? "" : "mend that (" + why.code() + " of node " + before + "), then ") + "ask for node "
                        + node + " by a new request");
    }

    public static Cause soakFailed(Soak soak, ClusterView view, GuardSettings settings) {
        List<String> amiss = soak.amiss(view);
        return new Cause(
                "SOAK_FAILED",
                soak.node(),
                "the wave halts: " + settings.soakPatience() + " after node " + soak.node() + ", "
                        + (amiss.isEmpty()
                                ? "not all has been well for long enough"
                                : String.join(", ", amiss.subList(0, Math.min(5, amiss.size())))),
                "make those well (kubectl describe says what they lack), then ask for the nodes left by a new request");
    }

    public static Cause breaker(String node, Instant tripped, GuardSettings settings) {
        return new Cause(
                "BREAKER",
                node,
                "node " + node + " was given back: " + settings.breakerFailures()
                        + " pods or more found no node while maintenance was under way (" + tripped + ")",
                "add capacity, then ask again by a new request; nothing is started before "
                        + tripped.plus(settings.breakerRest()));
    }

    /** Whether a drain ended without being done, with its node still there. */
    public static boolean undone(NodeLife life) {
        return life instanceof NodeLife.RolledBack
                || (life instanceof NodeLife.Failed failed
                        && failed.ending().causes().stream().noneMatch(cause -> "NODE_GONE".equals(cause.code())));
    }

    public static String passed(NodeLife life) {
        return switch (life) {
            case NodeLife.Requested _ -> "waits for the guards";
            case NodeLife.Planned _ -> "the guards agree";
            case NodeLife.Claimed _ -> "claimed";
            case NodeLife.Cordoned _ -> "claimed and cordoned";
            case NodeLife.Draining _ -> "pods are leaving";
            case NodeLife.Drained drained ->
                "drained: " + (drained.gone() == 1 ? "1 pod has gone" : drained.gone() + " pods have gone");
            case NodeLife.Held _ -> "held until its work is reported complete";
            case NodeLife.AwaitingReboot _ -> "waits for its reboot";
            case NodeLife.Verifying _ -> "has to be Ready for a while";
            case NodeLife.Releasing _ -> "is being given back";
            case NodeLife.RollingBack back -> "is being given back undone: " + sentence(back.ending());
            case NodeLife.Released released ->
                switch (released.task().goal()) {
                    case CORDON -> "stays cordoned, as asked";
                    case UNCORDON, DRAIN_AND_HOLD, DRAIN_AND_AWAIT_REBOOT, DRAIN_AND_UNCORDON -> "back in service";
                };
            case NodeLife.RolledBack back -> "given back undone: " + sentence(back.ending());
            case NodeLife.Failed failed -> "failed: " + sentence(failed.ending());
        };
    }

    /** Whether what the node came to is something that somebody should look at. */
    public static boolean trouble(NodeLife life) {
        return switch (life) {
            case NodeLife.Failed _ -> true;
            case NodeLife.RollingBack back -> back.ending().kind() == Ending.Kind.FAILED;
            case NodeLife.RolledBack back -> back.ending().kind() == Ending.Kind.FAILED;
            case NodeLife.Held held -> !held.causes().isEmpty();
            case NodeLife.Requested _,
                    NodeLife.Planned _,
                    NodeLife.Claimed _,
                    NodeLife.Cordoned _,
                    NodeLife.Draining _,
                    NodeLife.Drained _,
                    NodeLife.AwaitingReboot _,
                    NodeLife.Verifying _,
                    NodeLife.Releasing _,
                    NodeLife.Released _ -> false;
        };
    }

    private static String sentence(Ending ending) {
        return ending.causes().isEmpty()
                ? String.valueOf(ending.by())
                : ending.causes().getFirst().message();
    }

    public static Campaign.Result result(NodeLife life) {
        return switch (life) {
            case NodeLife.RolledBack back -> of(back.phase(), back.ending());
            case NodeLife.Failed failed -> of(failed.phase(), failed.ending());
            case NodeLife.Requested _,
                    NodeLife.Planned _,
                    NodeLife.Claimed _,
                    NodeLife.Cordoned _,
                    NodeLife.Draining _,
                    NodeLife.Drained _,
                    NodeLife.Held _,
                    NodeLife.AwaitingReboot _,
                    NodeLife.Verifying _,
                    NodeLife.Releasing _,
                    NodeLife.RollingBack _,
                    NodeLife.Released _ -> new Campaign.Result(life.phase(), Ending.Kind.DONE, List.of(), null);
        };
    }

    private static Campaign.Result of(String phase, Ending ending) {
        return new Campaign.Result(phase, ending.kind(), ending.causes(), ending.by());
    }

    /** Whose pods those are, by the object that will replace them. */
    public static List<Displaced> displaced(ClusterView view, NodeSight sight) {
        Map<String, Displaced> byOwner = new LinkedHashMap<>();
        for (PodSight seen : sight.pods()) {
            Viewed<PodState> pod = view.pod(seen.namespace(), seen.name());
            OwnerRef owner = pod == null ? null : pod.state().controller();
            if (owner != null && owner.uid() != null) {
                byOwner.merge(
                        owner.uid(),
                        new Displaced(owner.uid(), seen.namespace() + "/" + owner.name(), 1),
                        (a, b) -> new Displaced(a.uid(), a.name(), a.pods() + b.pods()));
            }
        }
        return new ArrayList<>(byOwner.values());
    }
}
