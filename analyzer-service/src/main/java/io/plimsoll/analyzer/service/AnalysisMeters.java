package io.plimsoll.analyzer.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.plimsoll.analyzer.detect.growth.ContainerMemory;
import io.plimsoll.analyzer.explain.Explanation;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.analyzer.stream.Observer;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.wire.DeadLetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** What happens, as metrics and log lines; and the alerts that fire, for explaining them. */
@ApplicationScoped
public class AnalysisMeters implements Observer {

    private static final Logger LOG = Logger.getLogger(AnalysisMeters.class);

    private final MeterRegistry registry;
    private final Map<String, Counter> facts = new ConcurrentHashMap<>();
    /** By fingerprint; until each is forgotten, a day after its end. */
    private final Map<String, Explanation> standing = new ConcurrentHashMap<>();

    /** By cluster. */
    private final Map<String, Map<ContainerMemory.Status, Integer>> memory = new ConcurrentHashMap<>();

    AnalysisMeters(MeterRegistry registry) {
        this.registry = registry;
        for (ContainerMemory.Status status : ContainerMemory.Status.values()) {
            registry.gauge(
                    "plimsoll_memory_containers",
                    Tags.of("status", status.name()),
                    memory,
                    clusters -> judged(clusters, status));
        }
        registry.gauge("plimsoll_alerts_firing", standing, AnalysisMeters::firing);
    }

    @Override
    public void factTaken(String kind) {
        facts.computeIfAbsent(kind, name -> registry.counter("plimsoll_facts_taken", "kind", name))
                .increment();
    }

    @Override
    public void alertChanged(Alert alert) {
        registry.counter(
                        "plimsoll_alert_transitions",
                        "code",
                        alert.code().code(),
                        "state",
                        alert.state().name(),
                        "severity",
                        alert.severity().name())
                .increment();
        LOG.infof(
                "alert %s: code=%s cluster=%s subject=%s severity=%s suppressed=%s summary=\"%s\"",
                alert.state(),
                alert.code().code(),
                alert.cluster(),
                alert.subject().display(),
                alert.severity(),
                alert.suppressedBy(),
                alert.summary());
    }

    @Override
    public void decided(Decision decision) {
        registry.counter("plimsoll_decisions", "action", decision.action().name(), "policy", decision.policy())
                .increment();
        LOG.infof(
                "decided: cluster=%s action=%s scope=\"%s\" policy=%s explanation=\"%s\"",
                decision.cluster(),
                decision.action(),
                decision.scope().display(),
                decision.policy(),
                decision.explanation());
    }

    @Override
    public void deadLettered(DeadLetter letter) {
        registry.counter("plimsoll_dead_letters", "code", letter.code()).increment();
        LOG.warnf(
                "record not readable: topic=%s partition=%d offset=%d code=%s reason=\"%s\"",
                letter.topic(), letter.partition(), letter.offset(), letter.code(), letter.message());
    }

    @Override
    public void detectorFailed(AlertCode code, ObjectRef subject, RuntimeException failure) {
        registry.counter("plimsoll_rule_failures", "code", code.code()).increment();
        LOG.errorf(failure, "rule failed: code=%s subject=%s", code.code(), subject.display());
    }

    @Override
    public void restored(int partition, int clusters, long objects, long millis) {
        LOG.infof("restored: partition=%d clusters=%d objects=%d millis=%d", partition, clusters, objects, millis);
    }

    @Override
    public void storeUnreadable(int partition, RuntimeException why) {
        LOG.warnf("the store can't be read, the log is read once more: partition=%d reason=\"%s\"", partition, why);
    }

    @Override
    public void logRestarted(int partition, long offset) {
        LOG.warnf("the log has begun anew, so has the analysis: partition=%d offset=%d", partition, offset);
    }

    private static double judged(
            Map<String, Map<ContainerMemory.Status, Integer>> clusters, ContainerMemory.Status status) {
        return clusters.values().stream()
                .mapToInt(counts -> counts.getOrDefault(status, 0))
                .sum();
    }

    private static double firing(Map<String, Explanation> standing) {
        return standing.values().stream()
                .filter(explanation -> explanation.alert().state() == AlertState.FIRING
                        || explanation.alert().state() == AlertState.STALE)
                .count();
    }

    @Override
    public void alertStands(Alert alert, Life life) {
        standing.put(alert.fingerprint(), Explanation.of(alert, life));
    }

    @Override
    public void memoryJudged(String cluster, Map<ContainerMemory.Status, Integer> containers) {
        memory.put(cluster, Map.copyOf(containers));
    }

    @Override
    public void released(String cluster) {
        memory.remove(cluster);
        standing.values().removeIf(explanation -> explanation.alert().cluster().equals(cluster));
    }

    @Override
    public void alertForgotten(String fingerprint) {
        standing.remove(fingerprint);
    }

    /** The alert of that id, or fingerprint, as last published, with its reasons; until a day after its end. */
    Optional<Explanation> explained(String id) {
        Explanation known = standing.get(id);
        return known != null
                ? Optional.of(known)
                : standing.values().stream()
                        .filter(explanation -> explanation.alert().id().equals(id))
                        .findFirst();
    }
}
