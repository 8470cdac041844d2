package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * CONCURRENCY: not too many nodes are out.
 *
 * <p>Of ours at most so many at once, in all and for the request. Of all, by whomever and for whatever reason they are out,
 * at most a share of the cluster (rounded down, but one where nobody else is out), and as many per zone and group as is set.
 */
public record ConcurrencyGuard() implements Guard {

    public static final String CODE = "CONCURRENCY";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Verdict judge(GuardContext context) {
        Viewed<NodeState> node = context.view().node(context.candidate().node());
        if (node == null) {
            return Verdict.closed(
                    CODE,
                    "node " + context.candidate().node() + " is not in view, so its zone and group are not known",
                    "check that the node exists");
        }
        OutNodes out = OutNodes.besides(context);
        return List.of(ours(context), share(context, out), zone(context, out, node), group(context, out, node)).stream()
                .filter(verdict -> !verdict.isOpen())
                .findFirst()
                .orElse(Verdict.open());
    }

    private static Verdict ours(GuardContext context) {
        Candidate candidate = context.candidate();
        List<Underway> others = context.situation().underway().stream()
                .filter(underway -> !underway.node().equals(candidate.node()))
                .toList();
        List<Underway> same = others.stream()
                .filter(underway -> underway.origin().equals(candidate.origin()))
                .toList();
        int limit = context.settings().maxConcurrent();
        if (others.size() + 1 > limit) {
            return tooMany(
                    named(others) + (others.size() == 1 ? " is" : " are") + " under way, at most " + limit + " at once",
                    ended(others, "plimsoll.actuator.guards.max-concurrent"));
        }
        int asked = candidate.options().maxConcurrent();
        return same.size() + 1 > asked
                ? tooMany(
                        named(same) + " of the same request under way, which allows " + asked + " at once",
                        ended(same, "options.maxConcurrent"))
                : Verdict.open();
    }

    private static Verdict share(GuardContext context, OutNodes out) {
        int all = context.view().nodes().size();
        int percent = context.settings().maxOutPercent();
        int limit = Math.max(1, (int) ((long) all * percent / 100));
        return out.count() + 1 > limit
                ? tooMany(
                        "node " + context.candidate().node() + " would be the " + ordinal(out.count() + 1) + " of "
                                + all + " nodes out, at most " + limit + " (" + percent + " %) may be; out: "
                                + out.display(),
                        out.remedy())
                : Verdict.open();
    }

    private static Verdict zone(GuardContext context, OutNodes out, Viewed<NodeState> node) {
        String zone = node.state().zone();
        return zone == null
                ? Verdict.open()
                : within(
                        "zone " + zone,
                        context.settings().maxPerZone(),
                        out.where(context.view(), other -> zone.equals(other.zone())));
    }

    private static Verdict group(GuardContext context, OutNodes out, Viewed<NodeState> node) {
        var group = node.state().group();
        return group == null
                ? Verdict.open()
                : within(
                        "node group " + group.name(),
                        context.settings().maxPerGroup(),
                        out.where(
                                context.view(),
                                other -> other.group() != null
                                        && Objects.equals(other.group().name(), group.name())));
    }

    private static Verdict within(String where, @Nullable Integer limit, OutNodes out) {
        return limit != null && out.count() + 1 > limit
                ? tooMany(
                        "in " + where + " " + out.count() + (out.count() == 1 ? " node is" : " nodes are")
                                + " out, at most " + limit + " may be; out: " + out.display(),
                        out.remedy())
                : Verdict.open();
    }

    /** What ends the waiting for nodes of ours: those that are held need a hand. */
    private static String ended(List<Underway> underway, String limit) {
        Map<String, String> why = new TreeMap<>();
        underway.forEach(node -> why.put(node.node(), OutNodes.OURS + node.phase()));
        return new OutNodes(why).remedy() + "; " + limit + " is what allows more";
    }

    private static Verdict tooMany(String reason, String remedy) {
        return Verdict.closed(CODE, reason, remedy);
    }

    private static String named(List<Underway> underway) {
        return OutNodes.listed(underway.stream()
                .map(node -> node.node() + " (" + node.phase() + ", for " + node.origin() + ")")
                .sorted()
                .toList());
    }

    private static String ordinal(int number) {
        int tens = number % 100;
        return number
                + (tens >= 11 && tens <= 13
                        ? "th"
                        : switch (number % 10) {
                            case 1 -> "st";
                            case 2 -> "nd";
                            case 3 -> "rd";
                            default -> "th";
                        });
    }
}
