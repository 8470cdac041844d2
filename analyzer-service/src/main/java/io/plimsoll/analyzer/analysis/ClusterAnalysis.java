package io.plimsoll.analyzer.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.lifecycle.Identity;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.analyzer.lifecycle.Lifecycle;
import io.plimsoll.analyzer.lifecycle.Signal;
import io.plimsoll.analyzer.lifecycle.Step;
import io.plimsoll.analyzer.policy.PolicyBook;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Watching.View;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.PodUsage;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.WatchGap;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The analysis of one cluster.
 *
 * <p>A fact is folded in; the detectors say which subjects it may concern; each of these is asked about once, in the
 * detectors' order; what is found leads the alerts on; alerts that start or stop may concern further subjects. A tick
 * besides brings what is due by its time: levels held long enough, reviews that a detector wished for, heartbeats.
 * Detectors whose inputs aren't synced are asked later, once they are.
 */
public final class ClusterAnalysis {

    /** How often one question may come up again through other alerts, within one fact: more would be a circle. */
    private static final int ROUNDS = 3;

    private static final String LIFE = "l|";
    private static final String REVIEW = "r|";
    private static final String POLICIES = "d";

    private final List<Detector> detectors;
    /** What each detector is given to ask with: made once, not for every fact. */
    private final List<Consumer<ObjectRef>> askers = new ArrayList<>();

    private final int[] everyDetector;
    private final int[] usageDetectors;

    private final Lifecycle lifecycle;
    private final ClusterState state;
    private final Lives lives;
    private final PolicyBook policies;
    private final Agenda<String> dueLives = new Agenda<>();
    private final Agenda<Asked> reviews = new Agenda<>();
    private final Set<Asked> changedReviews = new HashSet<>();
    private final List<View> readiness = new ArrayList<>();
    private final List<Set<Asked>> deferred = new ArrayList<>();

    private final NavigableSet<Asked> open = new TreeSet<>();
    private final Map<Asked, Integer> rounds = new LinkedHashMap<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private @Nullable Fact taken;
    private Position place = new Position(0, 0);

    public ClusterAnalysis(String cluster, AnalysisSettings settings) {
        this.detectors = settings.detectors();
        this.everyDetector = IntStream.range(0, detectors.size()).toArray();
        this.usageDetectors = IntStream.of(everyDetector)
                .filter(detector -> detectors.get(detector).readsPodUsage())
                .toArray();
        this.lifecycle = new Lifecycle(settings.lifecycle());
        this.state = new ClusterState(cluster, recorders(settings.detectors()));
        this.lives = new Lives(cluster);
        this.policies = new PolicyBook(cluster, settings.policies());
        for (int i = 0; i < detectors.size(); i++) {
            int detector = i;
            askers.add(subject -> ask(detector, subject));
            readiness.add(readiness(detectors.get(i)));
            deferred.add(new HashSet<>());
        }
    }

    private static Collection<Recorder<?>> recorders(List<Detector> detectors) {
        List<Recorder<?>> all = new ArrayList<>();
        detectors.forEach(detector -> all.addAll(detector.recorders()));
        return all;
    }

    public ClusterState state() {
        return state;
    }

    /** Takes one fact in; what it led to, in order. A fact that says nothing new leads to nothing. */
    public List<Outcome> accept(Fact fact, Position position) {
        outcomes.clear();
        rounds.clear();
        taken = fact;
        place = position;
        Change change = state.fold(fact, position);
        if (change == null) {
            return List.of();
        }
        concern(change);
        boolean tick = fact.body() instanceof Tick;
        List<String> due = tick ? dueLives.takeDue(state.now()) : List.of();
        if (tick) {
            due.forEach(fingerprint -> ask(lives.askedBy(fingerprint)));
            reviews.takeDue(state.now()).forEach(asked -> {
                changedReviews.add(asked);
                ask(asked);
            });
        }
        answer();
        due.forEach(fingerprint -> step(fingerprint, new Signal.TimePassed()));
        due.forEach(this::remind);
        answer();
        if (tick) {
            state.forgetSome();
        }
        if (tick || policies.stirred()) {
            policies.review(lives.firing(), state, state.now())
                    .forEach(decision -> outcomes.add(new Outcome.Decided(decision)));
        }
        return outcomes.isEmpty() ? List.of() : List.copyOf(outcomes);
    }

    private void concern(Change change) {
        FactBody body = change.fact().body();
        if (body instanceof Tick || body instanceof Synced || body instanceof WatchGap) {
            reconsiderReadiness();
        } else if (change.deletion()) {
            lives.about(change.ref()).forEach(fingerprint -> step(fingerprint, new Signal.ObjectDeleted()));
        } else if (change.after() != null) {
            lives.about(change.ref()).forEach(fingerprint -> ask(lives.askedBy(fingerprint)));
            OptOut.readers(change, state, subject -> lives.about(subject)
                    .forEach(fingerprint -> ask(lives.askedBy(fingerprint))));
        }
        for (int detector : body instanceof PodUsage ? usageDetectors : everyDetector) {
            detectors.get(detector).affected(change, state, askers.get(detector));
        }
    }

    // Readiness

    private View readiness(Detector detector) {
        View worst = View.CURRENT;
        for (String resource : detector.inputs()) {
            View view = state.watching().view(resource);
            worst = view == View.LOST || worst == View.LOST ? View.LOST : view == View.UNKNOWN ? view : worst;
        }
        return worst;
    }

    private void reconsiderReadiness() {
        for (int i = 0; i < detectors.size(); i++) {
            View now = readiness(detectors.get(i));
            View before = readiness.set(i, now);
            if (now == before) {
                continue;
            }
            if (now == View.LOST) {
                lives.ofDetector(i).forEach(this::loseInputs);
            } else if (now == View.CURRENT) {
                lives.ofDetector(i).forEach(fingerprint -> ask(lives.askedBy(fingerprint)));
                open.addAll(deferred.get(i));
                deferred.get(i).clear();
            }
        }
    }

    /** What hadn't fired yet is forgotten; its question is asked again once the inputs are back. */
    private void loseInputs(String fingerprint) {
        Asked asked = lives.askedBy(fingerprint);
        if (asked != null) {
            deferred.get(asked.detector()).add(asked);
        }
        step(fingerprint, new Signal.InputsLost());
    }

    // Questions

    private void ask(@Nullable Asked asked) {
        if (asked != null && rounds.merge(asked, 1, Integer::sum) <= ROUNDS) {
            open.add(asked);
        }
    }

    /** At once, or with the next tick where the detector gathers. */
    private void ask(int detector, ObjectRef subject) {
        Asked asked = asked(detector, subject);
        if (!detectors.get(detector).gathers(subject)) {
            ask(asked);
            return;
        }
        Instant review = reviews.of(asked);
        if ((review == null || review.isAfter(state.now())) && reviews.set(asked, state.now())) {
            changedReviews.add(asked);
        }
    }

    private Asked asked(int detector, ObjectRef subject) {
        return Asked.of(detector, detectors.get(detector).code(), subject);
    }

    private void answer() {
        for (Asked asked = open.pollFirst(); asked != null; asked = open.pollFirst()) {
            switch (readiness.get(asked.detector())) {
                case CURRENT -> evaluate(asked);
                case UNKNOWN -> deferred.get(asked.detector()).add(asked);
                case LOST -> {
                    deferred.get(asked.detector()).add(asked);
                    lives.of(asked).forEach(fingerprint -> step(fingerprint, new Signal.InputsLost()));
                }
            }
        }
        rounds.clear();
    }

    private void evaluate(Asked asked) {
        Detector detector = detectors.get(asked.detector());
        Evaluation evaluation;
        try {
            evaluation = detector.evaluate(asked.subject(), new Situation(state, lives, state.now()));
        } catch (RuntimeException e) {
            outcomes.add(new Outcome.DetectorFailed(detector.code(), asked.subject(), e));
            return;
        }
        Set<String> found = new HashSet<>();
        for (Finding answer : evaluation.findings()) {
            Finding finding = evident(answer);
            Identity identity = Identity.of(state.cluster(), detector.code(), finding.subject(), finding.subtype());
            found.add(identity.fingerprint());
            step(asked, identity, new Signal.Found(finding, suppressions(detector.code(), finding)));
        }
        for (String fingerprint : lives.of(asked)) {
            if (!found.contains(fingerprint)) {
                step(fingerprint, new Signal.Gone());
            }
        }
        review(asked, evaluation);
    }

    /** What names no record rests on the one that led to the question: a tick, an event, a word of the watcher's. */
    private Finding evident(Finding finding) {
        return taken == null
                        || finding.levels().isEmpty()
                        || !finding.evidence().isEmpty()
                ? finding
                : finding.restingOn(new Evidence(
                        place.partition(),
                        place.offset(),
                        taken.kind(),
                        taken.namespace(),
                        taken.name(),
                        taken.uid(),
                        taken.resourceVersion(),
                        taken.observedAt(),
                        Map.of()));
    }

    private void review(Asked asked, Evaluation evaluation) {
        Instant at = evaluation.reviewAt();
        for (Finding finding : evaluation.findings()) {
            Instant optOutEnds = OptOut.until(finding, state);
            at = optOutEnds != null && (at == null || optOutEnds.isBefore(at)) ? optOutEnds : at;
        }
        if (reviews.set(asked, at)) {
            changedReviews.add(asked);
        }
    }

    private List<String> suppressions(AlertCode code, Finding finding) {
        List<String> reasons = new ArrayList<>(finding.suppressedBy());
        for (String parent : finding.parents()) {
            if (lives.fires(parent)) {
                reasons.add("PARENT_ALERT:" + parent);
            }
        }
        if (OptOut.holds(code, finding, state)) {
            reasons.add(OptOut.REASON);
        }
        return reasons;
    }

    // Lives

    private void step(String fingerprint, Signal signal) {
        Life life = lives.get(fingerprint);
        Asked asked = lives.askedBy(fingerprint);
        if (life != null && asked != null) {
            step(asked, life.identity(), signal);
        }
    }

    private void step(Asked asked, Identity identity, Signal signal) {
        String fingerprint = identity.fingerprint();
        Life life = lives.get(fingerprint);
        if (signal instanceof Signal.Found && isOver(life, asked.subject())) {
            return;
        }
        Step step = lifecycle.next(identity, life, signal, state.now());
        if (step.next() != life) {
            lives.put(asked, fingerprint, step.next());
            remind(fingerprint);
        }
        tell(fingerprint, step);
    }

    /** Whether it ended with its object, which hasn't come back: what the object left behind raises it no more. */
    private boolean isOver(@Nullable Life life, ObjectRef subject) {
        return life instanceof Life.Resolved resolved
                && resolved.reason().equals(Lifecycle.OBJECT_DELETED)
                && !state.has(subject);
    }

    private void remind(String fingerprint) {
        Life life = lives.get(fingerprint);
        dueLives.set(fingerprint, life == null ? null : lifecycle.due(life));
    }

    private void tell(String fingerprint, Step step) {
        Alert alert = step.published();
        Life life = step.next();
        switch (step.what()) {
            case NOTHING -> {}
            case FORGET -> outcomes.add(new Outcome.AlertForgotten(fingerprint));
            case HEARTBEAT -> {
                if (alert != null && life != null) {
                    outcomes.add(new Outcome.AlertRepeated(alert, life));
                }
            }
            case TRANSITION -> {
                if (alert != null && life != null) {
                    outcomes.add(new Outcome.AlertChanged(alert, life));
                    policies.stir();
                    spread(alert);
                }
            }
        }
    }

    /** Other rules build on this alert, and those it explains are suppressed while it fires. */
    private void spread(Alert alert) {
        for (int i = 0; i < detectors.size(); i++) {
            int detector = i;
            detectors.get(i).affectedBy(alert, state, subject -> ask(asked(detector, subject)));
        }
        lives.childrenOf(alert.fingerprint()).forEach(child -> ask(lives.askedBy(child)));
    }

    // What survives a restart

    /** An alert's life and the question it came of. */
    private record KeptLife(ObjectRef asked, Life life) {}

    /** A review to come. */
    private record KeptReview(AlertCode code, ObjectRef asked, Instant at) {}

    /**
     * Hands out everything that has changed since it was last asked, by key; null for what is over. The objects
     * themselves are not among it: whoever feeds the facts keeps the newest of each.
     */
    public void takeChanged(BiConsumer<String, byte @Nullable []> entries) {
        state.takeChanged(entries);
        for (String fingerprint : lives.changed()) {
            Life life = lives.get(fingerprint);
            Asked asked = lives.askedBy(fingerprint);
            entries.accept(
                    LIFE + fingerprint,
                    life == null || asked == null ? null : json(new KeptLife(asked.subject(), life)));
        }
        lives.changed().clear();
        for (Asked asked : changedReviews) {
            Instant at = reviews.of(asked);
            entries.accept(
                    REVIEW + asked.code().code() + "|" + asked.subject().kind() + "|"
                            + asked.subject().display(),
                    at == null ? null : json(new KeptReview(asked.code(), asked.subject(), at)));
        }
        changedReviews.clear();
        byte[] book = policies.takeChanged();
        if (book != null) {
            entries.accept(POLICIES, book);
        }
    }

    /** Takes back one entry. Entries of rules that are no more are left out. */
    public void restore(String key, byte[] value) {
        if (key.startsWith(LIFE)) {
            KeptLife kept = read(value, KeptLife.class);
            int detector = detector(kept.life().identity().code());
            if (detector >= 0) {
                lives.put(asked(detector, kept.asked()), kept.life().identity().fingerprint(), kept.life());
                remind(kept.life().identity().fingerprint());
            }
        } else if (key.startsWith(REVIEW)) {
            KeptReview kept = read(value, KeptReview.class);
            int detector = detector(kept.code());
            if (detector >= 0) {
                reviews.set(asked(detector, kept.asked()), kept.at());
            }
        } else if (key.equals(POLICIES)) {
            policies.restore(value);
        } else {
            state.restore(key, value);
        }
    }

    /** Takes back one object. */
    public void restore(Fact fact, Position position) {
        state.restore(fact, position);
    }

    /** To be called when every entry and object is back; true where {@link #reconsider} wants to see the objects. */
    public boolean restored() {
        lives.changed().clear();
        for (int i = 0; i < detectors.size(); i++) {
            readiness.set(i, readiness(detectors.get(i)));
        }
        return readiness.stream().anyMatch(view -> view != View.CURRENT);
    }

    /** Notes what detectors that aren't ready will have to be asked about an object. */
    public void reconsider(Fact fact, Position position) {
        Change change = state.asItIs(fact, position);
        for (int i = 0; change != null && i < detectors.size(); i++) {
            int detector = i;
            if (readiness.get(i) != View.CURRENT) {
                detectors.get(i).affected(change, state, subject -> deferred.get(detector)
                        .add(asked(detector, subject)));
            }
        }
    }

    public Collection<Life> lives() {
        return Collections.unmodifiableCollection(lives.all());
    }

    private int detector(AlertCode code) {
        for (int i = 0; i < detectors.size(); i++) {
            if (detectors.get(i).code() == code) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] json(Object value) {
        try {
            return Json.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("an alert's life can't be written", e);
        }
    }

    private static <T> T read(byte[] value, Class<T> type) {
        try {
            return Json.mapper().readValue(value, type);
        } catch (IOException e) {
            throw new UncheckedIOException("an alert's life can't be read", e);
        }
    }
}
