package io.plimsoll.analyzer.explain;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert, and step by step why it stands as it does.
 *
 * @param alert as published
 * @param terms the rule's numbers, in the rule's order
 * @param conditions what must hold how long for each severity, and since when it has
 * @param fate in sentences: what fired, changed or ended it, and when it would be over
 * @param evidence the records it rests on, by partition and offset of the log
 */
public record Explanation(
        Alert alert, List<Term> terms, List<ConditionHeld> conditions, List<String> fate, List<Evidence> evidence) {

    /**
     * One number of the rule.
     *
     * @param held null where one of the two isn't known
     * @param needed whether the rule can't fire without it
     * @param since since when the rule's conditions have held together; null where they don't
     */
    public record Term(
            String name,
            @Nullable Object measured,
            String comparison,
            @Nullable Object against,
            @Nullable Boolean held,
            boolean needed,
            @Nullable Instant since) {}

    /**
     * The condition of one severity.
     *
     * @param since null where it doesn't hold
     * @param fulfilled whether it has held for {@code mustHoldFor} by now
     */
    public record ConditionHeld(
            String name,
            Severity severity,
            Duration mustHoldFor,
            @Nullable Instant since,
            boolean fulfilled) {}

    public Explanation {
        terms = List.copyOf(terms);
        conditions = List.copyOf(conditions);
        fate = List.copyOf(fate);
        evidence = List.copyOf(evidence);
    }

    /** Of an alert as published, and the life it was published of. */
    public static Explanation of(Alert alert, Life life) {
        Finding finding = life.finding();
        Map<String, Instant> since = since(life);
        Instant first = since.values().stream().min(Instant::compareTo).orElse(null);
        List<Term> terms = Criteria.of(alert.code(), alert.subtype()).stream()
                .filter(criterion -> finding.measured().containsKey(criterion.measured()))
                .map(criterion -> term(criterion, finding, first))
                .toList();
        List<ConditionHeld> conditions = finding.levels().stream()
                .map(level -> condition(level, since.get(level.condition()), alert.updatedAt()))
                .toList();
        return new Explanation(alert, terms, conditions, fate(alert, life), finding.evidence());
    }

    private static Map<String, Instant> since(Life life) {
        return switch (life) {
            case Life.Pending pending -> pending.since();
            case Life.Firing firing -> firing.since();
            case Life.Stale stale -> stale.was().since();
            case Life.Resolved resolved -> resolved.since();
        };
    }

    private static Term term(Criterion criterion, Finding finding, @Nullable Instant since) {
        Object measured = finding.measured().get(criterion.measured());
        Object against = against(criterion.against(), finding);
        Double left = number(measured);
        Double right = number(against);
        Boolean held =
                (left == null || right == null) ? null : criterion.comparison().holds(left, right);
        return new Term(
                criterion.measured(),
                measured,
                criterion.comparison().sign(),
                against,
                held,
                criterion.needed(),
                Boolean.TRUE.equals(held) ? since : null);
    }

    private static @Nullable Object against(String name, Finding finding) {
        if (Character.isDigit(name.charAt(0))) {
            return Long.valueOf(name);
        }
        Object threshold = finding.thresholds().get(name);
        return threshold == null ? finding.measured().get(name) : threshold;
    }

    /** A number, or a duration's seconds; null for anything else. */
    private static @Nullable Double number(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number number -> number.doubleValue();
            case String text when text.startsWith("PT") -> Duration.parse(text).toMillis() / 1000.0;
            default -> null;
        };
    }

    private static ConditionHeld condition(Level level, @Nullable Instant since, Instant now) {
        boolean fulfilled = since != null && !now.isBefore(since.plus(level.heldFor()));
        return new ConditionHeld(level.condition(), level.severity(), level.heldFor(), since, fulfilled);
    }

    private static List<String> fate(Alert alert, Life life) {
        List<String> fate = new ArrayList<>();
        fate.add("the condition began at " + alert.startedAt()
                + (alert.firedAt() == null ? " and has not held long enough yet" : " and fired at " + alert.firedAt()));
        if (alert.previousSeverity() != null) {
            fate.add("severity " + alert.previousSeverity() + " became " + alert.severity() + " at "
                    + alert.updatedAt());
        }
        if (alert.reopened()) {
            fate.add("it came back " + Words.times(alert.flapCount()) + " within the time in which an episode goes on");
        }
        alert.suppressedBy().forEach(reason -> fate.add("suppressed by " + reason));
        fate.add(
                switch (life) {
                    case Life.Pending _ -> "it is pending";
                    case Life.Firing firing -> end(firing);
                    case Life.Stale stale ->
                        "what it needs to know has been lost since " + stale.staleSince()
                                + ": it neither resolves nor grows worse until that is back";
                    case Life.Resolved resolved -> "it ended at " + resolved.resolvedAt() + ": " + resolved.reason();
                });
        fate.add("what it means, what to do and how to tune it: " + alert.runbook());
        return fate;
    }

    private static String end(Life.Firing firing) {
        Duration keepFor = firing.finding().keepFor();
        String begun = firing.clearSince() == null ? "" : ", which it has been since " + firing.clearSince();
        return keepFor.isZero()
                ? "it ends as soon as the condition is gone"
                : "it ends once the condition has been gone for " + keepFor + begun;
    }
}
