package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.guard.SchedulingFailures;
import io.plimsoll.actuator.guard.Soak;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.view.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is kept up with every turn: the watch over what maintenance did to the cluster, and the size of the memory. */
final class Upkeep {

    /** How long an unschedulable pod is remembered against us. */
    private static final Duration BREAKER_WINDOW = Duration.ofMinutes(10);

    /** A day longer than the topic of decisions keeps them. */
    private static final Duration DECISIONS_KEPT = Duration.ofDays(8);

    /** A week longer than the topic of requests keeps them: its last segment may live on for that long. */
    private static final Duration REFUSALS_KEPT = Duration.ofDays(38);

    private final HelmSettings settings;
    private final ClusterView view;
    private final Ledger ledger;
    private Instant sorted = Instant.EPOCH;

    Upkeep(HelmSettings settings, ClusterView view, Ledger ledger) {
        this.settings = settings;
        this.view = view;
        this.ledger = ledger;
    }

    /** The soak and the breaker look at the cluster too, and remember. */
    void observe(Instant now) {
        Soak soak = ledger.experience().soak();
        Instant since = ledger.nodes().stream()
                .filter(work -> work.life().out())
                .map(NodeWork::startedAt)
                .min(Instant::compareTo)
                .orElse(null);
        SchedulingFailures failures = ledger.experience()
                .failures()
                .observed(view, since, settings.guards().breakerFailures(), BREAKER_WINDOW, now);
        ledger.observed(
                soak == null ? null : soak.observed(view, settings.guards().soakCalm(), now), failures);
    }

    /** A node that is given back since the breaker has tripped: the last first, one after the other. */
    Optional<NodeWork> dueBack(Instant now) {
        SchedulingFailures failures = ledger.experience().failures();
        Instant tripped = failures.trippedAt();
        if (tripped == null
                || !settings.guards().breakerUncordons()
                || !failures.rest(settings.guards().breakerRest(), now)) {
            return Optional.empty();
        }
        List<NodeWork> out = ledger.nodes().stream()
                .filter(work -> work.life().out()
                        && !work.startedAt().isAfter(tripped)
                        && !(work.life() instanceof NodeLife.Releasing))
                .toList();
        boolean underWay = out.stream().anyMatch(work -> work.life() instanceof NodeLife.RollingBack);
        return underWay
                ? Optional.empty()
                : out.stream().max(Comparator.comparing(NodeWork::startedAt).thenComparing(NodeWork::node));
    }

    void forgetWhatIsOver(Instant now) {
        if (!now.isBefore(sorted.plus(Duration.ofHours(1)))) {
            sorted = now;
            ledger.forgetDecisions(now.minus(DECISIONS_KEPT));
            ledger.forgetRefusals(now.minus(REFUSALS_KEPT));
        }
    }
}
