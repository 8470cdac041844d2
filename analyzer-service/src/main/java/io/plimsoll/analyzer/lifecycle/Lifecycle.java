package io.plimsoll.analyzer.lifecycle;

import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.lifecycle.Life.Firing;
import io.plimsoll.analyzer.lifecycle.Life.Pending;
import io.plimsoll.analyzer.lifecycle.Life.Resolved;
import io.plimsoll.analyzer.lifecycle.Life.Stale;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every state's answer to every signal. */
public record Lifecycle(LifecycleSettings settings) {

    /** Why an alert is over that was about an object which is gone. */
    public static final String OBJECT_DELETED = "OBJECT_DELETED";

    /** Why it is over where the condition has been gone for long enough. */
    static final String CLEARED = "CLEARED";

    /** Why it is over that was about a container's life which has ended. */
    static final String RESTARTED = "RESTARTED";

    /** The next step; {@code life} null is inactive. */
    public Step next(Identity identity, @Nullable Life life, Signal signal, Instant now) {
        return switch (life) {
            case null -> inactive(identity, signal, now);
            case Pending pending -> pending(pending, signal, now);
            case Firing firing -> firing(firing, signal, now);
            case Stale stale -> stale(stale, signal, now);
            case Resolved resolved -> resolved(resolved, signal, now);
        };
    }

    /** When time alone may lead to something; null: never. */
    public @Nullable Instant due(Life life) {
        return switch (life) {
            case Pending pending -> Held.nextMature(pending.since(), pending.finding(), null);
            case Firing firing -> firingDue(firing);
            case Stale _ -> null;
            case Resolved resolved ->
                resolved.since().isEmpty()
                        ? resolved.resolvedAt().plus(settings.forgetAfter())
                        : Held.nextMature(resolved.since(), resolved.finding(), null);
        };
    }

    /** The record of an alert that fires, or did when its inputs were lost; null in any other state. */
    public static @Nullable Alert firingAlert(Life life) {
        return switch (life) {
            case Firing firing -> Alerts.firing(firing, null, firing.publishedAt());
            case Stale stale -> Alerts.stale(stale, stale.publishedAt());
            case Pending _, Resolved _ -> null;
        };
    }

    /** The record last published of it; null while it was never published. */
    public static @Nullable Alert published(Life life) {
        return switch (life) {
            case Pending _ -> null;
            case Firing firing -> Alerts.firing(firing, null, firing.publishedAt());
            case Stale stale -> Alerts.stale(stale, stale.publishedAt());
            case Resolved resolved -> Alerts.resolved(resolved, List.of(), resolved.resolvedAt());
        };
    }

    private @Nullable Instant firingDue(Firing firing) {
        Duration repeat = settings.repeat(firing.episode().severity());
        Instant due = repeat == null ? null : firing.publishedAt().plus(repeat);
        due = Held.earliest(
                due,
                Held.nextMature(
                        firing.since(), firing.finding(), firing.episode().severity()));
        due = Held.earliest(due, after(firing.clearSince(), firing.finding().keepFor()));
        return Held.earliest(due, after(firing.lowerSince(), firing.finding().keepFor()));
    }

    private static @Nullable Instant after(@Nullable Instant since, Duration duration) {
        return since == null ? null : since.plus(duration);
    }

    private Step inactive(Identity identity, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Found(var finding, var suppressedBy)
            when !finding.stale() && !finding.levels().isEmpty() ->
                conditionHolds(identity, Map.of(), finding, suppressedBy, now);
            case Signal.Found _, Signal.Gone _, Signal.InputsLost _, Signal.ObjectDeleted _, Signal.TimePassed _ ->
                Step.quiet(null);
        };
    }

    private Step pending(Pending life, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Found(var finding, var suppressedBy)
            when !finding.stale() && !finding.levels().isEmpty() ->
                conditionHolds(life.identity(), life.since(), finding, suppressedBy, now);
            case Signal.TimePassed _ -> Step.quiet(life);
            case Signal.Found _, Signal.Gone _, Signal.InputsLost _, Signal.ObjectDeleted _ ->
                settings.publishPending() ? new Step(null, null, Step.What.FORGET) : Step.quiet(null);
        };
    }

    private Step conditionHolds(
            Identity identity, Map<String, Instant> before, Finding finding, List<String> suppressedBy, Instant now) {
        Map<String, Instant> since = Held.since(before, finding, now);
        Severity severity = Held.matured(since, finding, now);
        Instant startedAt = Held.first(since, now);
        if (severity != null) {
            Episode episode = Episode.first(identity.fingerprint(), startedAt, now, severity);
            return fire(new Firing(identity, episode, since, finding, suppressedBy, null, null, now), null, now);
        }
        Pending pending = new Pending(identity, since, finding);
        if (settings.publishPending() && before.isEmpty()) {
            Severity highest = Objects.requireNonNull(finding.highest());
            return Step.transition(pending, Alerts.pending(pending, startedAt, highest, now));
        }
        return Step.quiet(pending);
    }

    private static Step fire(Firing life, @Nullable Severity previous, Instant now) {
        return Step.transition(life, Alerts.firing(life, previous, now));
    }

    private Step firing(Firing life, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Found(var finding, var _) when finding.stale() -> turnStale(life, now);
            case Signal.Found(var finding, var _)
            when finding.resolvedReason() != null -> resolve(life, finding, finding.resolvedReason(), now);
            case Signal.Found(var finding, var suppressedBy) -> stillFiring(life, finding, suppressedBy, now);
            case Signal.Gone _ -> gone(life, now);
            case Signal.InputsLost _ -> turnStale(life, now);
            case Signal.ObjectDeleted _ -> resolve(life, life.finding(), OBJECT_DELETED, now);
            case Signal.TimePassed _ -> heartbeat(life, now);
        };
    }

    private Step stillFiring(Firing life, Finding finding, List<String> suppressedBy, Instant now) {
        Map<String, Instant> since = Held.since(life.since(), finding, now);
        Severity before = life.episode().severity();
        Severity matured = Held.matured(since, finding, now);
        boolean lower = finding.falls() && matured != null && matured.compareTo(before) < 0;
        Instant lowerSince = !lower ? null : life.lowerSince() == null ? now : life.lowerSince();
        boolean fell = lowerSince != null && !now.isBefore(lowerSince.plus(finding.keepFor()));
        Severity severity = matured != null && (matured.compareTo(before) > 0 || fell) ? matured : before;

        boolean publish =
                severity != before || !suppressedBy.equals(life.suppressedBy()) || doubtedAnew(life.finding(), finding);
        Firing next = new Firing(
                life.identity(),
                life.episode().at(severity),
                since,
                finding.levels().isEmpty() ? worded(finding, life.finding()) : finding,
                suppressedBy,
                null,
                fell ? null : lowerSince,
                publish ? now : life.publishedAt());
        return publish ? fire(next, severity == before ? null : before, now) : Step.quiet(next);
    }

    /** Whether more or less is to be believed of it, and why: a share that hovers about its bound gives no reason. */
    private static boolean doubtedAnew(Finding last, Finding finding) {
        boolean explained = !finding.labels().equals(last.labels()) || !Objects.equals(finding.cause(), last.cause());
        return !finding.levels().isEmpty() && finding.confidence() != last.confidence() && explained;
    }

    /** A finding that only holds on may come without words: then the last ones stand. */
    private static Finding worded(Finding holding, Finding last) {
        return holding.summary().isEmpty() ? last : holding;
    }

    private static Step gone(Firing life, Instant now) {
        Instant clearSince = life.clearSince() == null ? now : life.clearSince();
        if (!now.isBefore(clearSince.plus(life.finding().keepFor()))) {
            return resolve(life, life.finding(), CLEARED, now);
        }
        return Step.quiet(new Firing(
                life.identity(),
                life.episode(),
                Map.of(),
                life.finding(),
                life.suppressedBy(),
                clearSince,
                life.lowerSince(),
                life.publishedAt()));
    }

    private static Step resolve(Firing life, Finding finding, String reason, Instant now) {
        Finding last = worded(finding, life.finding());
        Resolved next = new Resolved(life.identity(), life.episode(), now, reason, Map.of(), last);
        return Step.transition(next, Alerts.resolved(next, life.suppressedBy(), now));
    }

    private static Step turnStale(Firing life, Instant now) {
        // How long it has been quiet is counted anew: nobody can say that it stayed so while nothing was seen.
        Firing was = new Firing(
                life.identity(),
                life.episode(),
                life.since(),
                life.finding(),
                life.suppressedBy(),
                null,
                null,
                life.publishedAt());
        Stale next = new Stale(was, now, now);
        return Step.transition(next, Alerts.stale(next, now));
    }

    private Step heartbeat(Firing life, Instant now) {
        Duration repeat = settings.repeat(life.episode().severity());
        if (repeat == null || now.isBefore(life.publishedAt().plus(repeat))) {
            return Step.quiet(life);
        }
        Firing next = published(life, now);
        return new Step(next, Alerts.firing(next, null, now), Step.What.HEARTBEAT);
    }

    private static Firing published(Firing life, Instant now) {
        return new Firing(
                life.identity(),
                life.episode(),
                life.since(),
                life.finding(),
                life.suppressedBy(),
                life.clearSince(),
                life.lowerSince(),
                now);
    }

    /** Back to where it was as soon as there is an answer; what held before the loss still counts, what was quiet doesn't. */
    private Step stale(Stale life, Signal signal, Instant now) {
        return switch (signal) {
            case Signal.Found(var finding, var _) when finding.stale() -> Step.quiet(life);
            case Signal.Found _, Signal.Gone _ -> revived(published(life.was(), now), signal, now);
            case Signal.ObjectDeleted _ -> resolve(life.was(), life.finding(), OBJECT_DELETED, now);
            case Signal.InputsLost _, Signal.TimePassed _ -> Step.quiet(life);
        };
    }

    private Step revived(Firing life, Signal signal, Instant now) {
        Step step = firing(life, signal, now);
        return step.published() == null && step.next() instanceof Firing firing ? fire(firing, null, now) : step;
    }

    private Step resolved(Resolved life, Signal signal, Instant now) {
        boolean over = !now.isBefore(life.resolvedAt().plus(settings.forgetAfter()));
        return switch (signal) {
            case Signal.Found(var finding, var suppressedBy)
            when !finding.stale() && !finding.levels().isEmpty() -> back(life, finding, suppressedBy, now);
            case Signal.Found _, Signal.Gone _, Signal.InputsLost _, Signal.ObjectDeleted _ ->
                Step.quiet(waitingFor(life, Map.of(), life.finding()));
            case Signal.TimePassed _ when over && life.since().isEmpty() -> new Step(null, null, Step.What.FORGET);
            case Signal.TimePassed _ -> Step.quiet(life);
        };
    }

    private Step back(Resolved life, Finding finding, List<String> suppressedBy, Instant now) {
        Map<String, Instant> since = Held.since(life.since(), finding, now);
        Severity severity = Held.matured(since, finding, now);
        if (severity == null) {
            return Step.quiet(waitingFor(life, since, finding));
        }
        Instant startedAt = Held.first(since, now);
        boolean soon = !startedAt.isAfter(life.resolvedAt().plus(settings.reopenWithin()));
        Episode episode = soon
                ? life.episode().again(severity)
                : Episode.first(life.identity().fingerprint(), startedAt, now, severity);
        return fire(new Firing(life.identity(), episode, since, finding, suppressedBy, null, null, now), null, now);
    }

    private static Resolved waitingFor(Resolved life, Map<String, Instant> since, Finding finding) {
        return new Resolved(life.identity(), life.episode(), life.resolvedAt(), life.reason(), since, finding);
    }
}
