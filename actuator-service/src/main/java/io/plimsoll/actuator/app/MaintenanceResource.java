package io.plimsoll.actuator.app;

import io.plimsoll.actuator.answer.Verdicts;
import io.plimsoll.actuator.guard.Candidate;
import io.plimsoll.actuator.guard.GuardContext;
import io.plimsoll.actuator.guard.GuardSettings;
import io.plimsoll.actuator.guard.Guards;
import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.guard.Situation;
import io.plimsoll.actuator.guard.Verdict;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.Plan;
import io.plimsoll.actuator.plan.PlanOptions;
import io.plimsoll.actuator.plan.Planner;
import io.plimsoll.actuator.request.DrainOptions;
import io.plimsoll.actuator.request.NodeSelection;
import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.actuator.sight.Situations;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.ClosedGuard;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** What is under way, for people and probes. Nothing is changed through here. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MaintenanceResource {

    private static final int MOST_ENDED = 100;
    private static final String NOT_NOW =
            "it can't say now: it is starting, another instance leads, or it waits for something";

    private final Wiring wiring;

    MaintenanceResource(Wiring wiring) {
        this.wiring = wiring;
    }

    /**
     * What is remembered of requests, nodes and pauses.
     *
     * @param cluster what requests have to name
     */
    public record Maintenance(
            String cluster,
            List<MaintenanceStatus> requests,
            List<NodeUnderWay> nodes,
            List<Pause> pauses,
            List<String> problems) {}

    /** A node we have taken up. */
    public record NodeUnderWay(String node, String request, String phase, Instant startedAt, int pods) {}

    /** Requests, the newest hundred of those that have ended included, and the nodes under way. */
    @GET
    @Path("maintenance")
    @Operation(summary = "Requests and nodes under maintenance")
    @APIResponse(responseCode = "200", description = "what is under way, and the last hundred requests that have ended")
    @APIResponse(responseCode = "503", description = NOT_NOW, content = @Content(schema = @Schema(ref = "Problem")))
    public Maintenance maintenance() {
        Actuator actuator = actuator();
        return ask(
                actuator,
                (ledger, now) -> new Maintenance(
                        actuator.settings().helm().cluster(),
                        requests(ledger),
                        ledger.nodes().stream().map(MaintenanceResource::shown).toList(),
                        ledger.pauses(),
                        actuator.problems()));
    }

    private static List<MaintenanceStatus> requests(Ledger ledger) {
        List<MaintenanceStatus> all = new ArrayList<>();
        ledger.campaigns().stream().filter(campaign -> !campaign.ended()).forEach(campaign -> all.add(campaign.last()));
        ledger.campaigns().stream()
                .filter(campaign -> campaign.ended())
                .map(campaign -> campaign.last())
                .sorted(Comparator.comparing(MaintenanceStatus::updatedAt).reversed())
                .limit(MOST_ENDED)
                .forEach(all::add);
        return all;
    }

    private static NodeUnderWay shown(NodeWork work) {
        return new NodeUnderWay(work.node(), work.origin(), work.life().phase(), work.startedAt(), work.pods());
    }

    /** What draining the nodes (names, separated by commas) would do. */
    @GET
    @Path("plan")
    @Operation(summary = "What a drain would do, without doing it")
    @APIResponse(responseCode = "200", description = "the nodes in the order in which they would be taken up")
    @APIResponse(
            responseCode = "400",
            description = "no node is named",
            content = @Content(schema = @Schema(ref = "Problem")))
    @APIResponse(
            responseCode = "404",
            description = "a node is unknown",
            content = @Content(schema = @Schema(ref = "Problem")))
    @APIResponse(responseCode = "503", description = NOT_NOW, content = @Content(schema = @Schema(ref = "Problem")))
    public Plan plan(
            @Parameter(description = "names of nodes, parted by commas", required = true, example = "n1,n2")
                    @QueryParam("nodes")
                    @Nullable
                    String nodes) {
        Actuator actuator = actuator();
        String[] named = named(nodes);
        if (named.length == 0) {
            throw refusal(400, "no node is named: ask for /plan?nodes=n1,n2");
        }
        return plan(
                seen(actuator, Resource.NODES, Resource.PODS, Resource.BUDGETS),
                named,
                actuator.settings().helm().guards().freshness(),
                actuator.settings().clock().instant());
    }

    /** By a view that may be older than that, which is noted then. */
    static Plan plan(ClusterView view, String[] named, Duration freshness, Instant now) {
        NodeSelection.Resolved found = NodeSelection.named(named).resolve(view);
        if (!found.missing().isEmpty()) {
            throw refusal(
                    404,
                    "cluster " + view.cluster() + " has no node " + String.join(", ", found.missing())
                            + ": see kubectl get nodes");
        }
        return Planner.plan(view, found.present(), PlanOptions.of(DrainOptions.DEFAULTS), now)
                .noting(Verdicts.outdated(view, freshness));
    }

    private static String[] named(@Nullable String nodes) {
        return Arrays.stream(nodes == null ? new String[0] : nodes.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toArray(String[]::new);
    }

    /** What is closed now for a node; where none is named, for no node in particular, and every pause. */
    @GET
    @Path("guards")
    @Operation(summary = "Which guards are closed now, and why")
    @APIResponse(responseCode = "200", description = "each closed guard; none where all are open")
    @APIResponse(
            responseCode = "404",
            description = "the node is unknown",
            content = @Content(schema = @Schema(ref = "Problem")))
    @APIResponse(responseCode = "503", description = NOT_NOW, content = @Content(schema = @Schema(ref = "Problem")))
    public List<ClosedGuard> guards(
            @Parameter(description = "a node; left out, what is closed for any node", example = "n1")
                    @QueryParam("node")
                    @Nullable
                    String node) {
        Actuator actuator = actuator();
        if (node != null && seen(actuator, Resource.NODES).node(node) == null) {
            throw refusal(
                    404, "cluster " + actuator.view().cluster() + " has no node " + node + ": see kubectl get nodes");
        }
        return ask(actuator, (ledger, now) -> closed(actuator, node, ledger, now).stream()
                .map(Verdict.Closed::answer)
                .toList());
    }

    private static List<Verdict.Closed> closed(Actuator actuator, @Nullable String node, Ledger ledger, Instant now) {
        ClusterView view = actuator.view();
        Situation situation = Situations.of(ledger, actuator.settings().helm().calendar());
        GuardSettings settings = actuator.settings().helm().guards();
        return node == null
                ? Guards.anywhere(view, situation, settings, now)
                : Guards.all(new GuardContext(
                        view,
                        new Candidate("", node, DrainOptions.DEFAULTS, planned(actuator, node, now)),
                        situation,
                        settings,
                        now));
    }

    private static NodePlan planned(Actuator actuator, String node, Instant now) {
        return Planner.planNode(actuator.view(), node, PlanOptions.of(DrainOptions.DEFAULTS), now);
    }

    private Actuator actuator() {
        return wiring.actuator().orElseThrow(() -> refusal(503, String.join("; ", wiring.problems())));
    }

    /** The view, once it holds those: before, nothing can be said of a node's name, nor of what is on it. */
    private static ClusterView seen(Actuator actuator, Resource... needed) {
        ClusterView view = actuator.view();
        for (Resource resource : needed) {
            String unseen = view.freshness(resource).problem();
            if (unseen != null) {
                throw refusal(
                        503,
                        "the " + resource.display() + " of cluster " + view.cluster() + " are not in view: " + unseen);
            }
        }
        return view;
    }

    /** What went wrong, for people. */
    @Schema(name = "Problem", description = "what went wrong, and what mends it")
    public record Problem(String problem) {}

    private static WebApplicationException refusal(int status, String problem) {
        return new WebApplicationException(Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new Problem(problem))
                .build());
    }

    private static <T> T ask(Actuator actuator, BiFunction<Ledger, Instant, T> question) {
        try {
            return actuator.ask(question)
                    .orElseThrow(() -> refusal(503, String.join("; ", actuator.problems())))
                    .get(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw refusal(503, "no answer in time: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal(503, "interrupted");
        }
    }
}
