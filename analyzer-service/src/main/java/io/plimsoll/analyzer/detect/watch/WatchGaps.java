package io.plimsoll.analyzer.detect.watch;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.model.fact.Tick.Standing;
import io.plimsoll.model.fact.WatchGap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * W1: a resource isn't being watched, so what is known of it may be old.
 *
 * <p>Critical where it is nodes, pods or budgets: to act blindly isn't safe. A first list may take {@code firstList}
 * before it counts as lost. Usage has a rule of its own (W4); an API that isn't served is no gap. A list that the API
 * server asked for (410) is told as RELISTED, information for the time {@code shown}.
 */
public record WatchGaps(Duration warning, Duration critical, Duration firstList, Duration shown) implements Detector {

    public static final String RELISTED = "RELISTED";

    private static final Set<String> VITAL = Set.of(Resource.NODES, Resource.PODS, Resource.BUDGETS);

    public static WatchGaps defaults() {
        return new WatchGaps(
                Duration.ofSeconds(60), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.W1;
    }

    @Override
    public Set<String> inputs() {
        return Set.of();
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        switch (change.fact().body()) {
            case Tick _ -> {
                for (String resource : state.watching().resources()) {
                    if (state.watching().notCurrentSince(resource) != null
                            || state.watching().justCurrent(resource)) {
                        subjects.accept(watcher(resource));
                    }
                }
            }
            case WatchGap _, Relisted _ -> subjects.accept(watcher(change.fact().name()));
            default -> {}
        }
    }

    static ObjectRef watcher(String resource) {
        return ObjectRef.of("Watcher", null, resource);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(RelistTrails.INSTANCE);
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        RelistTrail trail = situation.state().ledger(RelistTrails.INSTANCE).of(subject.name());
        Instant told = trail == null || trail.expiredAt() == null
                ? null
                : trail.expiredAt().plus(shown);
        Finding gap = gap(subject, situation);
        List<Finding> findings = new ArrayList<>(gap == null ? List.of() : List.of(gap));
        if (trail == null || told == null || !situation.now().isBefore(told)) {
            return Evaluation.of(findings);
        }
        findings.add(Finding.about(subject)
                .subtype(RELISTED)
                .levels(Level.info(Duration.ZERO))
                .measured("resource", subject.name())
                .measured("count", trail.at().size())
                .cause(RELISTED)
                .suggest(SuggestedAction.NONE)
                .summary("the API server had forgotten where the watch of " + subject.name()
                        + " was (410), so they were listed anew: what came and went between isn't known")
                .build());
        return Evaluation.of(findings).reviewedAt(told);
    }

    private @Nullable Finding gap(ObjectRef subject, Situation situation) {
        String resource = subject.name();
        var watching = situation.state().watching();
        Instant since = watching.notCurrentSince(resource);
        Currency currency = watching.currency(resource);
        if (since == null || resource.equals(Resource.USAGE) || absent(currency)) {
            return null;
        }
        boolean first = currency != null && currency.standing() == Standing.SYNCING && !watching.everSynced(resource);
        Duration grace = first ? firstList : warning;
        List<Level> levels = new ArrayList<>();
        levels.add(Level.warning(grace).since(since));
        if (VITAL.contains(resource)) {
            levels.add(Level.critical(first ? firstList : critical).since(since));
        }
        return finding(subject, levels, since, reason(resource, situation), situation);
    }

    private static boolean absent(@Nullable Currency currency) {
        return currency != null && currency.standing() == Standing.ABSENT;
    }

    private static String reason(String resource, Situation situation) {
        Currency currency = situation.state().watching().currency(resource);
        WatchGap gap = situation.state().watching().gap(resource);
        String said =
                currency != null && currency.reason() != null ? currency.reason() : gap == null ? "" : gap.reason();
        return said.isEmpty() && currency != null ? currency.standing().name() : said;
    }

    private Finding finding(ObjectRef subject, List<Level> levels, Instant start, String reason, Situation situation) {
        Duration age = Duration.between(start, situation.now());
        return Finding.about(subject)
                .levels(levels)
                .measured("resource", subject.name())
                .measured("ageSeconds", age.toSeconds())
                .threshold("warning", warning)
                .threshold("critical", critical)
                .cause(reason)
                .label("resource", subject.name())
                .summary("%s have not been watched for %s%s: what is known of them may be old"
                        .formatted(subject.name(), Words.of(age), reason.isEmpty() ? "" : " (" + reason + ")"))
                .suggest(SuggestedAction.PAUSE_MAINTENANCE)
                .build();
    }
}
