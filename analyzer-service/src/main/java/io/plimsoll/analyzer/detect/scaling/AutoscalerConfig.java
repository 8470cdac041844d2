package io.plimsoll.analyzer.detect.scaling;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.LiveAlerts;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.autoscaler.CommandLine;
import io.plimsoll.analyzer.detect.autoscaler.NodeGroupStatus;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Confidence;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.ClusterAutoscalerConfig;
import io.plimsoll.model.fact.ClusterAutoscalerStatus;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.HorizontalAutoscalerState.ScalingPolicy;
import io.plimsoll.model.fact.HorizontalAutoscalerState.ScalingRules;
import io.plimsoll.model.fact.NodePoolState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A5: an autoscaler is set so that it invites trouble.
 *
 * <p>Informs only, unless A1 or A3 fires where the setting applies. The cluster-autoscaler takes flags on its command
 * line; a ConfigMap that looks like its configuration means nothing. Its scan interval alone is never a finding (10 s is
 * the default), nor is a horizontal autoscaler that has the API's own defaults (100 % in 15 s, stabilised over 5 min).
 *
 * @param shortDelay scale-down delays below are a finding; zero is a warning by itself
 * @param shortWindow stabilisation below which a fast scale-down policy is a finding
 * @param fastShare of the replicas, in percent, that such a policy allows
 * @param fastPeriod within which it allows it
 * @param shortConsolidation Karpenter's consolidateAfter below it is a finding
 */
public record AutoscalerConfig(
        Duration shortDelay, Duration shortWindow, int fastShare, Duration fastPeriod, Duration shortConsolidation)
        implements Detector {

    private static final String CONFIG = "ClusterAutoscalerConfig";
    private static final String STATUS = "ConfigMap"; // the watcher sends that of the cluster-autoscaler alone
    private static final String POOL = "NodePool";
    private static final int API_STABILIZATION = 300;

    public static AutoscalerConfig defaults() {
        return new AutoscalerConfig(
                AutoscalerDelays.DEFAULT, Duration.ofSeconds(120), 50, Duration.ofSeconds(60), Duration.ofMinutes(5));
    }

    @Override
    public AlertCode code() {
        return AlertCode.A5;
    }

    @Override
    public Set<String> inputs() {
        return Set.of();
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        switch (change.kind()) {
            case CONFIG, STATUS, POOL, HpaRecorder.KIND ->
                subjects.accept(ObjectRef.of(
                        change.kind(), change.fact().namespace(), change.fact().name()));
            default -> {
                // nothing else says how an autoscaler is set
            }
        }
    }

    @Override
    public void affectedBy(Alert alert, ClusterState state, Consumer<ObjectRef> subjects) {
        if (alert.code() == AlertCode.A3) {
            subjects.accept(HpaFlapping.subject(alert.subject()));
        } else if (alert.code() == AlertCode.A1) {
            state.all(ClusterAutoscalerConfig.class, CONFIG).forEach(config -> subjects.accept(plain(config.ref())));
            state.all(NodePoolState.class, POOL).forEach(pool -> subjects.accept(plain(pool.ref())));
        }
    }

    private static ObjectRef plain(ObjectRef ref) {
        return ObjectRef.of(ref.kind(), ref.namespace(), ref.name());
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        ClusterState state = situation.state();
        LiveAlerts alerts = situation.alerts();
        String namespace = subject.namespace();
        return switch (subject.kind()) {
            case CONFIG ->
                commandLine(
                        subject,
                        state.object(ClusterAutoscalerConfig.class, CONFIG, namespace, subject.name()),
                        alerts);
            case STATUS ->
                status(subject, state.object(ClusterAutoscalerStatus.class, STATUS, namespace, subject.name()));
            case POOL -> pool(subject, state.object(NodePoolState.class, POOL, namespace, subject.name()), alerts);
            case HpaRecorder.KIND ->
                behavior(
                        subject,
                        state.object(HorizontalAutoscalerState.class, HpaRecorder.KIND, namespace, subject.name()),
                        alerts);
            default -> Evaluation.nothing();
        };
    }

    private Evaluation commandLine(
            ObjectRef subject, @Nullable Tracked<ClusterAutoscalerConfig> config, LiveAlerts alerts) {
        if (config == null) {
            return Evaluation.nothing();
        }
        CommandLine line = CommandLine.of(config.body().arguments());
        Alert thrash = alerts.firing(AlertCode.A1).stream().findFirst().orElse(null);
        List<Finding> findings = new ArrayList<>();
        for (AutoscalerDelays delay : AutoscalerDelays.of(line, shortDelay)) {
            boolean zero = delay.value().isZero() || delay.value().isNegative();
            findings.add(linked(Finding.about(subject), thrash, zero)
                    .subtype(delay.flag())
                    .measured("flag", delay.flag())
                    .measured("valueSeconds", delay.value().toSeconds())
                    .threshold("valueSeconds", shortDelay.toSeconds())
                    .summary("the cluster-autoscaler runs with --" + delay.flag() + "=" + words(delay.value())
                            + ", below " + shortDelay.toMinutes() + " min: it removes nodes that may be needed again")
                    .evidence(config.evidence(Map.of("flag", delay.flag())))
                    .build());
        }
        for (String nodes : line.all("nodes")) {
            String[] parts = nodes.split(":", 3);
            if (parts.length == 3 && parts[0].equals(parts[1])) {
                findings.add(pinned(subject, parts[2], parts[0], config));
            }
        }
        return Evaluation.of(findings);
    }

    private static Finding pinned(ObjectRef subject, String group, String size, Tracked<?> from) {
        return Finding.about(subject)
                .subtype("PINNED:" + group)
                .levels(Level.info(Duration.ZERO))
                .measured("flag", "nodes")
                .measured("group", group)
                .measured("size", size)
                .suggest(SuggestedAction.NONE)
                .summary("node group " + group + " can't be scaled: its smallest and largest size are both " + size)
                .evidence(from.evidence(Map.of("group", group)))
                .build();
    }

    /** The flags of the command line say it too; the status is read where groups are found by discovery. */
    private static Evaluation status(ObjectRef subject, @Nullable Tracked<ClusterAutoscalerStatus> status) {
        if (status == null) {
            return Evaluation.nothing();
        }
        return Evaluation.of(NodeGroupStatus.parse(status.body().text()).stream()
                .filter(group -> group.maxSize() > 0 && group.minSize() == group.maxSize())
                .map(group -> pinned(subject, group.name(), String.valueOf(group.maxSize()), status))
                .toList());
    }

    private Evaluation pool(ObjectRef subject, @Nullable Tracked<NodePoolState> pool, LiveAlerts alerts) {
        Duration after = pool == null ? null : pool.body().consolidateAfter();
        String policy = pool == null ? null : pool.body().consolidationPolicy();
        if (pool == null || after == null || after.compareTo(shortConsolidation) >= 0 || "WhenEmpty".equals(policy)) {
            return Evaluation.nothing();
        }
        Alert thrash = alerts.firing(AlertCode.A1, NodeGroupThrash.subject(subject.name()), null);
        return Evaluation.of(linked(Finding.about(subject), thrash, false)
                .measured("consolidateAfterSeconds", after.toSeconds())
                .threshold("consolidateAfterSeconds", shortConsolidation.toSeconds())
                .summary("node pool " + subject.name() + " consolidates under-used nodes after " + words(after)
                        + ", below " + shortConsolidation.toMinutes() + " min")
                .evidence(pool.evidence(Map.of("consolidateAfter", after.toString())))
                .build());
    }

    private Evaluation behavior(
            ObjectRef subject, @Nullable Tracked<HorizontalAutoscalerState> autoscaler, LiveAlerts alerts) {
        ScalingRules down = autoscaler == null ? null : autoscaler.body().scaleDown();
        if (autoscaler == null || down == null) {
            return Evaluation.nothing();
        }
        int stabilization =
                down.stabilizationWindowSeconds() == null ? API_STABILIZATION : down.stabilizationWindowSeconds();
        boolean fast = allowsMuch(down, autoscaler.body().current());
        if (stabilization >= shortWindow.toSeconds() || !fast) {
            return Evaluation.nothing();
        }
        Alert flapping = alerts.firing(AlertCode.A3, subject, null);
        return Evaluation.of(linked(Finding.about(subject), flapping, false)
                .measured("stabilizationSeconds", stabilization)
                .threshold("stabilizationSeconds", shortWindow.toSeconds())
                .threshold("percent", fastShare)
                .threshold("period", fastPeriod)
                .summary(subject.display() + " may drop " + fastShare + " % of its replicas within "
                        + fastPeriod.toSeconds() + " s, stabilised over only " + stabilization + " s")
                .evidence(autoscaler.evidence(Map.of("stabilizationWindowSeconds", stabilization)))
                .build());
    }

    /** Without policies the API's default holds: all of them in 15 s. Disabled is the opposite of fast. */
    private boolean allowsMuch(ScalingRules down, int current) {
        if ("Disabled".equals(down.selectPolicy())) {
            return false;
        }
        return down.policies().isEmpty() || down.policies().stream().anyMatch(policy -> allowsMuch(policy, current));
    }

    private boolean allowsMuch(ScalingPolicy policy, int current) {
        boolean much = policy.type().equals("Percent")
                ? policy.value() >= fastShare
                : current > 1 && policy.value() * 100L >= (long) fastShare * current;
        return much && policy.periodSeconds() <= fastPeriod.toSeconds();
    }

    private static Finding.Builder linked(Finding.Builder finding, @Nullable Alert trouble, boolean warns) {
        List<Level> levels = new ArrayList<>(List.of(Level.info(Duration.ZERO)));
        if (warns || trouble != null) {
            levels.add(Level.warning(Duration.ZERO));
        }
        return finding.levels(levels)
                .fallsToo()
                .confidence(Confidence.HIGH)
                .suggest(SuggestedAction.NONE)
                .label("linked", trouble == null ? null : trouble.fingerprint());
    }

    private static String words(Duration duration) {
        return duration.toSeconds() + "s";
    }
}
