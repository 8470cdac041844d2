package io.plimsoll.sandbox.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.fact.BudgetState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchReplayTest {

    private final List<LogEntry> log = new ArrayList<>();
    private final WatchReplay replay = new WatchReplay(log::add);

    @Test
    void aListIsFollowedBySyncedAndTicksFollowTheLinesTimes() {
        line("00:00:00", "SNAPSHOT", node("n1", ""));
        line("00:00:12", "MODIFIED", node("n1", ", \"spec\": {\"unschedulable\": true}"));
        replay.finish();

        assertThat(facts("Node")).extracting(Fact::origin).containsExactly(Origin.SNAPSHOT, Origin.WATCH);
        assertThat(facts("Synced")).extracting(Fact::name).contains("nodes", "pods", "poddisruptionbudgets", "usage");
        assertThat(facts("Tick"))
                .extracting(Fact::observedAt)
                .containsExactly(at("00:00:00"), at("00:00:05"), at("00:00:10"));
    }

    @Test
    void allLinesOfAnInstantComeBeforeItsTickAndTheListBeforeItsSynced() {
        line("00:00:00", "SNAPSHOT", node("n1", ""));
        line("00:00:00", "SNAPSHOT", node("n2", ""));
        line("00:00:05", "MODIFIED", node("n1", ", \"spec\": {\"unschedulable\": true}"));
        line("00:00:05", "MODIFIED", node("n2", ", \"spec\": {\"unschedulable\": true}"));
        replay.finish();

        assertThat(log.stream().map(entry -> fact(entry).kind()).filter(kind -> !kind.equals("Synced")))
                .containsExactly("Node", "Node", "Tick", "Node", "Node", "Tick");
        assertThat(log.stream().limit(3).map(entry -> fact(entry).kind())).containsExactly("Node", "Node", "Synced");
    }

    @Test
    void aLaterListIsOfTheNextEpochAndDeletesNothing() {
        line("00:00:00", "SNAPSHOT", node("n1", ""));
        line("00:00:01", "ADDED", node("n2", ""));
        line("00:00:30", "SNAPSHOT", node("n1", ""));

        assertThat(facts("Node")).extracting(Fact::epoch).containsExactly(1L, 1L, 2L);
        assertThat(log).noneMatch(entry -> entry.value() == null);
    }

    @Test
    void aListOfWhatIsKnownIsAListAnew() {
        line("00:00:00", "SNAPSHOT", node("n1", ""));
        line("00:00:00", "SNAPSHOT", node("n2", ""));
        line("00:00:30", "SNAPSHOT", node("n1", ""));
        line("00:00:30", "SNAPSHOT", node("n2", ""));
        line("00:00:40", "ADDED", node("n3", ""));
        line("00:00:50", "SNAPSHOT", node("n2", ""));
        line("00:00:50", "SNAPSHOT", node("n3", ""));

        assertThat(facts("Relisted")).extracting(Fact::name).containsExactly("nodes", "nodes");
        assertThat(facts("Relisted")).extracting(Fact::observedAt).containsExactly(at("00:00:30"), at("00:00:50"));
    }

    @Test
    void changesAreSeenAlthoughTheVersionWasLeftOut() {
        line("00:00:00", "ADDED", node("n1", ""));
        line("00:00:01", "MODIFIED", node("n1", ", \"spec\": {\"unschedulable\": true}"));
        line("00:00:02", "MODIFIED", node("n1", ""));

        assertThat(facts("Node"))
                .extracting(fact -> ((NodeState) fact.body()).unschedulable())
                .containsExactly(false, true, false);
    }

    @Test
    void anOwnersUidIsFoundByItsName() {
        line("00:00:00", "SNAPSHOT", """
                {"kind": "ReplicaSet", "metadata": {"namespace": "shop", "name": "cart-1",
                 "ownerReferences": [{"kind": "Deployment", "name": "cart", "controller": true}]}}""");
        line("00:00:01", "ADDED", """
                {"kind": "Pod", "metadata": {"namespace": "shop", "name": "cart-1-x",
                 "ownerReferences": [{"kind": "ReplicaSet", "name": "cart-1", "controller": true}]}}""");

        PodState pod = (PodState) facts("Pod").getFirst().body();
        assertThat(pod.workload()).isNotNull().satisfies(workload -> {
            assertThat(workload.kind()).isEqualTo("Deployment");
            assertThat(workload.name()).isEqualTo("cart");
        });
    }

    @Test
    void aLostWatchIsNotCurrentUntilItIsRestored() {
        line("00:00:00", "SNAPSHOT", node("n1", ""));
        replay.accept(LineReader.read(
                "{\"at\": \"%s\", \"type\": \"GAP\", \"resource\": \"pods\"}".formatted(at("00:00:04"))));
        replay.accept(LineReader.read(
                "{\"at\": \"%s\", \"type\": \"RESTORED\", \"resource\": \"pods\"}".formatted(at("00:00:08"))));
        replay.accept(LineReader.read("{\"at\": \"%s\", \"type\": \"END\"}".formatted(at("00:00:10"))));

        assertThat(facts("WatchGap")).extracting(Fact::name).containsExactly("pods");
        assertThat(facts("Tick"))
                .extracting(tick -> ((Tick) tick.body()).resources().get("pods").current())
                .containsExactly(true, false, true);
    }

    @Test
    void ticksOfSeveralClustersAreInOneOrderOfTime() {
        for (String cluster : List.of("a", "b")) {
            replay.accept(LineReader.read("""
                    {"at": "%s", "cluster": "%s", "type": "SNAPSHOT", "object": %s}""".formatted(at("00:00:00"), cluster, node("n1", ""))));
        }
        replay.accept(LineReader.read("{\"at\": \"%s\", \"type\": \"END\"}".formatted(at("00:01:00"))));

        assertThat(facts("Tick")).extracting(Fact::observedAt).hasSize(26).isSorted();
    }

    @Test
    void objectsOfTheSameKindInAnotherGroupAreNotTheClustersOwn() {
        line(
                "00:00:00",
                "SNAPSHOT",
                "{\"apiVersion\": \"longhorn.io/v1beta2\", \"kind\": \"Node\", \"metadata\": {\"name\": \"n1\"}}");
        line("00:00:00", "SNAPSHOT", "{\"apiVersion\": \"v1\", \"kind\": \"Node\", \"metadata\": {\"name\": \"n2\"}}");

        assertThat(facts("Node")).extracting(Fact::name).containsExactly("n2");
    }

    @Test
    void anEmptySelectorSelectedNothingBeforeTheFirstVersion() {
        for (String version : List.of("v1beta1", "v1")) {
            line("00:00:00", "SNAPSHOT", """
                    {"apiVersion": "policy/%1$s", "kind": "PodDisruptionBudget", "metadata": {"namespace": "shop",
                     "name": "%1$s"}, "spec": {"maxUnavailable": 1, "selector": {}}}""".formatted(version));
        }
        replay.finish();

        assertThat(facts("PodDisruptionBudget"))
                .extracting(fact -> ((BudgetState) fact.body()).selector() == null)
                .containsExactly(false, true); // v1 and v1beta1, by name
    }

    @Test
    void deletionsAreADeletedAndATombstone() {
        line("00:00:00", "ADDED", node("n1", ""));
        line("00:00:01", "DELETED", node("n1", ""));

        assertThat(log.getLast().value()).isNull();
        assertThat(log.getLast().key()).isEqualTo("replay/Node//n1");
    }

    private void line(String time, String type, String object) {
        replay.accept(LineReader.read(
                "{\"at\": \"%s\", \"type\": \"%s\", \"object\": %s}".formatted(at(time), type, object)));
    }

    private static String node(String name, String rest) {
        return "{\"kind\": \"Node\", \"metadata\": {\"name\": \"%s\"}%s}".formatted(name, rest);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-01-01T" + time + "Z");
    }

    private List<Fact> facts(String kind) {
        return log.stream()
                .filter(entry -> entry.value() != null)
                .map(WatchReplayTest::fact)
                .filter(fact -> fact.kind().equals(kind))
                .toList();
    }

    private static Fact fact(LogEntry entry) {
        try {
            return Json.mapper().readValue(entry.value(), Fact.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
