package io.plimsoll.actuator.ledger;

import io.plimsoll.actuator.node.Ending;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request or decision on its way.
 *
 * @param decision whether it came from the analyzer: then it is accounted for in the audit, not answered
 * @param source the request, or the decision put as one
 * @param resolved whether its nodes are known
 * @param order its nodes, in the order they are taken up
 * @param results of those that are through
 * @param last the answer given last; once terminal, for ever
 * @param warrant of who signed it; null where signatures aren't required
 */
public record Campaign(
        String id,
        boolean decision,
        MaintenanceRequest source,
        Instant acceptedAt,
        boolean dryRun,
        boolean resolved,
        List<String> order,
        Map<String, Result> results,
        MaintenanceStatus last,
        @Nullable Warrant warrant)
        implements Remembered {

    /** In one answer. */
    public static final int MOST_CAUSES = 50;

    /** Of nodes that were never taken up, no more causes are remembered than an answer tells. */
    private static final Set<String> NEVER_TAKEN_UP = Set.of("Refused", "NotStarted", "Expired");

    public Campaign {
        order = Copies.list(order);
        results = Copies.map(results);
    }

    /** Who asked for it: who signed it, or who says so; null where the request could not be read. */
    public @Nullable String asker() {
        return warrant == null ? source.requestedBy() : warrant.requester();
    }

    /** How one node came out. */
    public record Result(
            String phase,
            Ending.Kind kind,
            List<Cause> causes,
            @Nullable String by) {
        public Result {
            causes = Copies.list(causes);
        }

        /** With one cause more; null adds none. */
        public Result with(@Nullable Cause more) {
            if (more == null) {
                return this;
            }
            List<Cause> all = new ArrayList<>(causes);
            all.add(more);
            return new Result(phase, kind, all, by);
        }

        Result silent() {
            return new Result(phase, kind, List.of(), by);
        }

        public static Result refused(List<Cause> causes) {
            return new Result("Refused", Ending.Kind.FAILED, causes, null);
        }
    }

    /** Of a request that is answered for good without being looked into; nothing is known of it but its id. */
    public static Campaign answeredUnread(MaintenanceStatus status, boolean dryRun, @Nullable Warrant warrant) {
        String id = status.request();
        var source = new MaintenanceRequest(id, status.cluster(), null, null, null, null, null, null, null, null);
        return new Campaign(id, false, source, status.updatedAt(), dryRun, true, List.of(), Map.of(), status, warrant);
    }

    public boolean ended() {
        return last.terminal();
    }

    /** Nodes that nobody has taken up yet. */
    public List<String> pending() {
        return order.stream().filter(node -> !results.containsKey(node)).toList();
    }

    public Campaign ordered(List<String> nodes, Map<String, Result> refused) {
        Map<String, Result> brief = new LinkedHashMap<>();
        int told = 0;
        for (var each : refused.entrySet()) {
            brief.put(
                    each.getKey(),
                    told < MOST_CAUSES ? each.getValue() : each.getValue().silent());
            told += each.getValue().causes().size();
        }
        return new Campaign(id, decision, source, acceptedAt, dryRun, true, nodes, brief, last, warrant);
    }

    public Campaign plus(String node, Result result) {
        Map<String, Result> more = new LinkedHashMap<>(results);
        long told = results.values().stream()
                .filter(each -> !each.causes().isEmpty())
                .count();
        boolean brief = told >= MOST_CAUSES && NEVER_TAKEN_UP.contains(result.phase());
        more.put(node, brief ? result.silent() : result);
        return new Campaign(id, decision, source, acceptedAt, dryRun, resolved, order, more, last, warrant);
    }

    public Campaign answered(MaintenanceStatus status) {
        return new Campaign(id, decision, source, acceptedAt, dryRun, resolved, order, results, status, warrant);
    }
}
