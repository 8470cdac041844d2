package io.plimsoll.analyzer.detect.memory;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.Words;
import io.plimsoll.analyzer.detect.growth.ContainerMemory;
import io.plimsoll.analyzer.detect.growth.GrowthVerdict;
import io.plimsoll.analyzer.detect.growth.Projection;
import io.plimsoll.analyzer.detect.growth.ProjectionTest;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.PodView;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.alert.Fingerprint;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.PodUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * M4: a workload's memory grows.
 *
 * <p>Three findings: growth over hours (no subtype); {@code LEAK_SUSPECTED}, growth that outlasts a day, or that killed
 * two runs alike, or that half of the replicas show; {@code EXHAUSTION_PROJECTED}, a container that will be full within
 * the hour if it goes on, which is a projection and not called a leak.
 *
 * @param share of its limit that a container must use for its growth to be told, unless it is {@code soon} full
 * @param verySoon time to the limit that is critical
 * @param heldFor how long growth must last
 * @param keepFor how long it must have stopped
 * @param imminent projected time to the limit that is critical
 * @param projectedFor how long a projection must hold, and must have ceased
 * @param replicas share of replicas (and at least two) whose growth makes a leak
 * @param killedLately how long two killed runs count
 */
public record MemoryGrowth(
        ProjectionTest projection,
        double share,
        Duration soon,
        Duration verySoon,
        Duration heldFor,
        Duration keepFor,
        Duration imminent,
        Duration projectedFor,
        double replicas,
        Duration killedLately)
        implements Detector {

    static final String LEAK = "LEAK_SUSPECTED";
    static final String EXHAUSTION = "EXHAUSTION_PROJECTED";

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(60);
    private static final Recorder<SampledPod> MEMORY = PodMemory.defaults();

    public static MemoryGrowth defaults() {
        return new MemoryGrowth(
                ProjectionTest.defaults(),
                0.25,
                Duration.ofHours(24),
                Duration.ofHours(2),
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                0.5,
                Duration.ofHours(24));
    }

    @Override
    public AlertCode code() {
        return AlertCode.M4;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.PODS, Resource.USAGE);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(MEMORY);
    }

    @Override
    public boolean readsPodUsage() {
        return true;
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        String namespace = change.fact().namespace();
        if (change.body(PodUsage.class) == null || namespace == null) {
            return;
        }
        SampledPod sampled = PodMemory.newest(state, namespace, change.fact().name());
        if (sampled == null || (sampled.seen() != null && !matters(sampled, sampled.seen()))) {
            return;
        }
        PodView pod = state.pod(namespace, change.fact().name());
        if (pod != null && sampled.isOf(pod) && matters(sampled, pod)) {
            subjects.accept(pod.workloadRef());
        }
    }

    private boolean matters(SampledPod sampled, PodView pod) {
        for (ContainerMemory container : sampled.containers()) {
            long limit = GrowingContainer.limit(pod, container.name());
            if (GrowingContainer.matters(container, limit, projection.fullness())) {
                return true;
            }
        }
        return false;
    }

    /** One evaluation: the subject, its containers and when. */
    private record Look(ObjectRef subject, List<GrowingContainer> containers, Situation situation) {

        Instant now() {
            return situation.now();
        }

        @Nullable
        Alert live(@Nullable String subtype) {
            return situation.alerts().firing(AlertCode.M4, subject, subtype);
        }

        String fingerprint(String subtype) {
            return Fingerprint.of(situation.state().cluster(), AlertCode.M4, subject, subtype);
        }

        long pods() {
            return situation.state().podsOf(subject).stream()
                    .filter(pod -> !pod.finished())
                    .count();
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        List<GrowingContainer> containers = GrowingContainer.of(subject, situation.state(), situation.now());
        Look look = new Look(subject, containers, situation);
        List<Finding> findings = new ArrayList<>();
        add(findings, exhaustion(look));
        add(findings, leak(look));
        add(findings, growth(look));
        boolean dayToCome = containers.stream()
                .anyMatch(container -> container.memory().overDays() != null
                        && container.memory().dayComplete() > situation.now().getEpochSecond());
        return findings.isEmpty() && !dayToCome
                ? Evaluation.nothing()
                : Evaluation.of(findings).reviewedAt(situation.now().plus(LOOK_AGAIN));
    }

    private static void add(List<Finding> findings, @Nullable Finding finding) {
        if (finding != null) {
            findings.add(finding);
        }
    }

    private @Nullable Finding growth(Look look) {
        List<GrowingContainer> growing = look.containers().stream()
                .filter(container -> container.growth(look.now()) != null)
                .toList();
        if (growing.isEmpty()) {
            return ended(look, null, keepFor);
        }
        List<GrowingContainer> told = growing.stream()
                .filter(container ->
                        container.worthTelling(Objects.requireNonNull(container.growth(look.now())), share, soon))
                .sorted(Comparator.comparingDouble(container -> urgency(container, look.now())))
                .toList();
        Finding.Builder finding = Finding.about(look.subject()).keepFor(keepFor);
        if (told.isEmpty()) {
            return finding.holding().build();
        }
        GrowingContainer worst = told.getFirst();
        if (told.stream().allMatch(GrowingContainer::stale)) {
            return finding.stale().build();
        }
        boolean established = told.stream()
                .anyMatch(container -> container.memory().established() || container.overDays(look.now()) != null);
        GrowthVerdict verdict = Objects.requireNonNull(worst.growth(look.now()));
        describe(finding, look, told, worst, verdict);
        return finding.levels(byEta(worst.eta(verdict), established ? Duration.ZERO : heldFor))
                .parent(look.fingerprint(EXHAUSTION))
                .parent(look.fingerprint(LEAK))
                .summary(sentence(look, worst, verdict, " grows by "))
                .build();
    }

    private static double urgency(GrowingContainer container, Instant now) {
        GrowthVerdict verdict = Objects.requireNonNull(container.growth(now));
        double eta = container.eta(verdict);
        return Double.isNaN(eta) ? 1e12 - verdict.bytesPerHour() / 1e3 : eta;
    }

    private @Nullable Finding leak(Look look) {
        List<GrowingContainer> overDays = look.containers().stream()
                .filter(container -> leaksOverDays(container, look.now()))
                .toList();
        List<GrowingContainer> killed = look.containers().stream()
                .filter(container -> killedAlike(container, look.now()))
                .toList();
        List<GrowingContainer> together = together(look);
        List<GrowingContainer> leaking = !overDays.isEmpty() ? overDays : !killed.isEmpty() ? killed : together;
        if (leaking.isEmpty()) {
            return ended(look, LEAK, keepFor);
        }
        Finding.Builder finding = Finding.about(look.subject()).subtype(LEAK).keepFor(keepFor);
        if (leaking.stream().allMatch(GrowingContainer::stale)) {
            return finding.stale().build();
        }
        GrowingContainer worst = leaking.getFirst();
        GrowthVerdict verdict = overDays.isEmpty() ? worst.growth(look.now()) : worst.overDays(look.now());
        describe(finding, look, leaking, worst, verdict);
        List<Level> levels =
                verdict == null ? List.of(Level.info(Duration.ZERO)) : byEta(worst.eta(verdict), Duration.ZERO);
        return finding.levels(levels)
                .levels(
                        killed.isEmpty()
                                ? List.of()
                                : List.of(Level.warning(Duration.ZERO).when("killed")))
                .cause(!overDays.isEmpty() ? "OVER_A_DAY" : !killed.isEmpty() ? "KILLED_ALIKE" : "REPLICAS_ALIKE")
                .confidence(overDays.isEmpty() && killed.isEmpty() ? Confidence.MEDIUM : Confidence.HIGH)
                .suggest(SuggestedAction.INVESTIGATE)
                .summary(
                        verdict == null
                                ? "container " + worst.name() + " of "
                                        + look.subject().display()
                                        + " was killed for memory twice after growing alike: a leak is likely"
                                : sentence(look, worst, verdict, " probably leaks: it grows by "))
                .build();
    }

    private boolean leaksOverDays(GrowingContainer container, Instant now) {
        GrowthVerdict verdict = container.overDays(now);
        return verdict != null && container.worthTelling(verdict, share, soon);
    }

    private boolean killedAlike(GrowingContainer container, Instant now) {
        return container.memory().killedAlike()
                && now.getEpochSecond() - container.memory().earlier().getLast().endedAt() < killedLately.toSeconds();
    }

    /** Containers of one name that grow in half of the replicas, and in two at least. */
    private List<GrowingContainer> together(Look look) {
        long pods = look.pods();
        for (String name : look.containers().stream()
                .map(GrowingContainer::name)
                .distinct()
                .toList()) {
            List<GrowingContainer> growing = look.containers().stream()
                    .filter(container ->
                            container.name().equals(name) && container.memory().established())
                    .filter(container -> container.memory().verdict() != null
                            && container.worthTelling(container.memory().verdict(), share, soon))
                    .toList();
            if (growing.size() >= 2 && growing.size() >= replicas * pods) {
                return growing;
            }
        }
        return List.of();
    }

    private @Nullable Finding exhaustion(Look look) {
        List<GrowingContainer> filling = new ArrayList<>();
        GrowingContainer worst = null;
        Projection nearest = null;
        for (GrowingContainer container : look.containers()) {
            Projection found = container.stale() || !container.memory().risesFast()
                    ? null
                    : projection.judge(container.memory(), container.limit()).orElse(null);
            if (found != null && found.holds()) {
                filling.add(container);
                if (nearest == null || found.etaSeconds() < nearest.etaSeconds()) {
                    nearest = found;
                    worst = container;
                }
            }
        }
        if (worst == null || nearest == null) {
            return ended(look, EXHAUSTION, projectedFor);
        }
        List<Level> levels = new ArrayList<>(List.of(Level.warning(projectedFor)));
        if (worst.memory().lastRunKilled() || nearest.etaSeconds() <= imminent.toSeconds()) {
            levels.add(Level.critical(projectedFor));
        }
        Finding.Builder finding =
                Finding.about(look.subject()).subtype(EXHAUSTION).keepFor(projectedFor);
        describe(finding, look, filling, worst, nearest.verdict());
        if (filling.stream().allMatch(container -> container.memory().knownWarmUp())) {
            finding.suppressedBy("KNOWN_WARM_UP").label("KNOWN_WARM_UP", "true");
        }
        return finding.levels(levels)
                .measured("etaSeconds", Math.round(nearest.etaSeconds()))
                .measured("floorBytes", Math.round(nearest.floor()))
                .threshold("horizon", projection.horizon())
                .threshold("fullness", projection.fullness())
                .summary("container " + worst.name() + " of " + look.subject().display() + " uses "
                        + NodeMemory.words(Math.round(nearest.floor())) + " of "
                        + NodeMemory.words(worst.limit()) + " and will be full in "
                        + Math.round(nearest.etaSeconds() / 60) + " min at its present pace")
                .build();
    }

    /**
     * Nothing grows. Where the runs that did are over, the alert is too, unless they ended in an out-of-memory kill:
     * then it stays until the new run can be judged. What was projected has come true with the kill: that is over.
     */
    private static @Nullable Finding ended(Look look, @Nullable String subtype, Duration keepFor) {
        Alert live = look.live(subtype);
        if (live == null || live.evidence().isEmpty()) {
            return null;
        }
        if (live.evidence().stream().anyMatch(evidence -> runs(evidence, look))) {
            boolean stale = look.containers().stream().allMatch(GrowingContainer::stale);
            return stale
                    ? Finding.about(look.subject())
                            .subtype(subtype)
                            .keepFor(keepFor)
                            .stale()
                            .build()
                    : null;
        }
        boolean killed = look.containers().stream()
                .anyMatch(container ->
                        container.memory().lastRunKilled() && container.memory().verdict() == null);
        if (EXHAUSTION.equals(subtype)
                && look.containers().stream().anyMatch(c -> c.memory().lastRunKilled())) {
            return null;
        }
        Finding.Builder finding = Finding.about(look.subject()).subtype(subtype).keepFor(keepFor);
        return killed
                ? finding.holding().build()
                : finding.resolved("RESTARTED").build();
    }

    private static boolean runs(Evidence evidence, Look look) {
        return look.containers().stream()
                .anyMatch(container -> container.run().equals(evidence.fields().get("run"))
                        && container.name().equals(evidence.fields().get("container")));
    }

    private List<Level> byEta(double eta, Duration held) {
        List<Level> levels = new ArrayList<>(List.of(Level.info(held)));
        if (eta <= soon.toSeconds()) {
            levels.add(Level.warning(held));
        }
        if (eta <= verySoon.toSeconds()) {
            levels.add(Level.critical(held));
        }
        return levels;
    }

    private void describe(
            Finding.Builder finding,
            Look look,
            List<GrowingContainer> containers,
            GrowingContainer worst,
            @Nullable GrowthVerdict verdict) {
        if (verdict != null) {
            double eta = worst.eta(verdict);
            finding.measured("slopeBytesPerHour", Math.round(verdict.bytesPerHour()))
                    .measured("mannKendallZ", Math.round(verdict.significance() * 100) / 100.0)
                    .measured("etaSeconds", Double.isNaN(eta) ? null : Math.round(eta))
                    .measured("floorBytes", Math.round(verdict.floor()))
                    .measured("buckets", verdict.buckets());
        }
        finding.measured("limitBytes", worst.limit() == 0 ? null : worst.limit())
                .measured(
                        "affectedPods",
                        containers.stream()
                                .map(container -> container.pod().name())
                                .distinct()
                                .count())
                .measured("totalPods", look.pods())
                .label("container", worst.name())
                .threshold("slopeBytesPerHour", 1 << 20)
                .threshold("mannKendallZ", 3.09)
                .threshold("share", share)
                .threshold("heldFor", heldFor)
                .suggest(SuggestedAction.FIX_REQUESTS)
                .evidence(containers.stream()
                        .limit(20)
                        .map(container -> container.evidence(container.growth(look.now())))
                        .toList());
    }

    private static String sentence(Look look, GrowingContainer worst, GrowthVerdict verdict, String grows) {
        double eta = worst.eta(verdict);
        return "container " + worst.name() + " of " + look.subject().display() + grows
                + NodeMemory.words(Math.round(verdict.bytesPerHour())) + " an hour"
                + (Double.isNaN(eta)
                        ? ""
                        : " and will reach its limit in " + Words.of(Duration.ofSeconds(Math.round(eta))));
    }
}
