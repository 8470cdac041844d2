package io.plimsoll.analyzer.detect.watch;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Watching;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.model.fact.WatchGap;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * W4: usage isn't measured any more, so rules about memory can't say anything.
 *
 * <p>A cluster without the metrics API is only told once, as information; the first reading may take {@code
 * firstRead}.
 *
 * @param windows a newest sample older than so many of its windows is too old
 * @param least but never before this: metrics servers hand out samples a minute old whose window is ten seconds
 */
public record MetricsStale(Duration heldFor, Duration firstRead, int windows, Duration least, Duration keepFor)
        implements Detector {

    public static MetricsStale defaults() {
        return new MetricsStale(
                Duration.ofMinutes(1), Duration.ofMinutes(5), 3, Duration.ofMinutes(3), Duration.ofMinutes(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.W4;
    }

    @Override
    public Set<String> inputs() {
        return Set.of();
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        boolean usageGap =
                change.body(WatchGap.class) != null && change.fact().name().equals(Resource.USAGE);
        if (usageGap || (change.body(Tick.class) != null && suspicious(state.watching(), state.now()))) {
            subjects.accept(WatchGaps.watcher(Resource.USAGE));
        }
    }

    private boolean suspicious(Watching watching, Instant now) {
        return watching.notCurrentSince(Resource.USAGE) != null
                || watching.justCurrent(Resource.USAGE)
                || watching.absent(Resource.USAGE)
                || old(watching, now) != null;
    }

    /** How old the newest sample is, where that is too old; null otherwise. */
    private @Nullable Duration old(Watching watching, Instant now) {
        if (watching.newestUsage() == null) {
            return null;
        }
        Duration age = Duration.between(watching.newestUsage(), now);
        Duration window = watching.usageWindow() == null ? Duration.ZERO : watching.usageWindow();
        Duration most = window.multipliedBy(windows);
        return age.compareTo(most.compareTo(least) > 0 ? most : least) > 0 ? age : null;
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Watching watching = situation.state().watching();
        Instant since = watching.notCurrentSince(Resource.USAGE);
        Duration age = old(watching, situation.now());
        boolean neverThere = watching.absent(Resource.USAGE) && watching.newestUsage() == null;
        if (since == null && age == null) {
            return Evaluation.nothing();
        }
        Instant from = since == null ? watching.newestUsage() : since;
        Duration lasted = from == null ? Duration.ZERO : Duration.between(from, situation.now());
        Duration grace = age != null ? Duration.ZERO : watching.everSynced(Resource.USAGE) ? heldFor : firstRead;
        Level level = neverThere ? Level.info(heldFor) : Level.warning(grace);
        Currency currency = watching.currency(Resource.USAGE);
        return Evaluation.of(Finding.about(subject)
                        .levels(level.since(since))
                        .keepFor(keepFor)
                        .measured("resource", Resource.USAGE)
                        .measured("ageSeconds", lasted.toSeconds())
                        .threshold("windows", windows)
                        .cause(currency == null ? null : currency.reason())
                        .summary(
                                neverThere
                                        ? "the metrics API isn't served: memory of pods and nodes can't be watched"
                                        : "no usage was measured for " + Words.of(lasted)
                                                + ": memory rules can't say anything")
                        .build())
                .reviewedAt(situation.now().plusSeconds(30));
    }
}
