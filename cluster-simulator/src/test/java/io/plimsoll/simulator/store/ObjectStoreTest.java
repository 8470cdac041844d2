package io.plimsoll.simulator.store;

import static io.plimsoll.simulator.store.ResourceTypes.CONFIG_MAP;
import static io.plimsoll.simulator.store.ResourceTypes.DEPLOYMENT;
import static io.plimsoll.simulator.store.ResourceTypes.NODE;
import static io.plimsoll.simulator.store.ResourceTypes.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final ObjectStore store = new ObjectStore(new ObjectStore.Settings(() -> NOW, 5, new Random(1)));

    @Test
    void aNewObjectGetsItsIdentity() {
        StoredObject node = store.create(NODE, json("{'metadata':{'name':'n1'}}"));

        assertThat(node.uid()).hasSize(36);
        assertThat(node.text("metadata", "creationTimestamp")).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(node.text("metadata", "resourceVersion")).isEqualTo(Long.toString(store.resourceVersion()));
        assertThat(store.get(NODE, "", "n1")).isSameAs(node);
    }

    @Test
    void anUpdateFromAStaleVersionIsAConflict() {
        StoredObject first =
                store.create(CONFIG_MAP, json("{'metadata':{'name':'a','namespace':'d'},'data':{'x':'1'}}"));
        ObjectNode stale = first.copy();
        store.modify(CONFIG_MAP, "d", "a", o -> o.withObjectProperty("data").put("x", "2"));

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> store.update(CONFIG_MAP, stale))
                .matches(ApiException::isConflict)
                .withMessage("Operation cannot be fulfilled on configmaps \"a\": the object has been modified; "
                        + "please apply your changes to the latest version and try again");
    }

    @Test
    void aWriteThatChangesNothingTakesNoVersion() {
        store.create(CONFIG_MAP, json("{'metadata':{'name':'a','namespace':'d'},'data':{'x':'1'}}"));
        long version = store.resourceVersion();

        store.modify(CONFIG_MAP, "d", "a", o -> o.withObjectProperty("data").put("x", "1"));

        assertThat(store.resourceVersion()).isEqualTo(version);
    }

    @Test
    void generationCountsSpecChangesOnly() {
        store.create(DEPLOYMENT, json("{'metadata':{'name':'a','namespace':'d'},'spec':{'replicas':1}}"));

        StoredObject status = store.modify(
                DEPLOYMENT, "d", "a", o -> o.withObjectProperty("status").put("replicas", 1));
        StoredObject spec = store.modify(
                DEPLOYMENT, "d", "a", o -> o.withObjectProperty("spec").put("replicas", 2));

        assertThat(status.at("metadata", "generation").asInt()).isEqualTo(1);
        assertThat(spec.at("metadata", "generation").asInt()).isEqualTo(2);
    }

    @Test
    void aRunningPodIsDeletedInTwoSteps() {
        store.create(POD, pod("p", "n1"));

        Deletion asked = store.delete(POD, "d", "p", DeleteOptions.GRACEFUL);
        Deletion done = store.delete(POD, "d", "p", DeleteOptions.IMMEDIATE);

        assertThat(asked.removed()).isFalse();
        assertThat(asked.object().text("metadata", "deletionTimestamp")).isEqualTo("2026-03-01T10:00:30Z");
        assertThat(done.removed()).isTrue();
        assertThat(store.find(POD, "d", "p")).isEmpty();
    }

    @Test
    void anUnscheduledPodGoesAtOnce() {
        store.create(POD, json("{'metadata':{'name':'p','namespace':'d'},'spec':{}}"));

        assertThat(store.delete(POD, "d", "p", DeleteOptions.GRACEFUL).removed())
                .isTrue();
    }

    @Test
    void aFinalizerHoldsAnObjectUntilItIsTaken() {
        store.create(CONFIG_MAP, json("{'metadata':{'name':'a','namespace':'d','finalizers':['x/y']}}"));

        boolean removed =
                store.delete(CONFIG_MAP, "d", "a", DeleteOptions.GRACEFUL).removed();
        assertThat(store.get(CONFIG_MAP, "d", "a").deleting()).isTrue();
        store.modify(CONFIG_MAP, "d", "a", o -> o.withObjectProperty("metadata").remove("finalizers"));

        assertThat(removed).isFalse();
        assertThat(store.find(CONFIG_MAP, "d", "a")).isEmpty();
    }

    @Test
    void aDeletionWithAnotherUidIsAConflict() {
        store.create(POD, pod("p", "n1"));

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> store.delete(POD, "d", "p", DeleteOptions.GRACEFUL.withUid("other")))
                .matches(e -> e.code() == 409)
                .withMessageContaining("the UID in the precondition (other)");
    }

    @Test
    void podsAreFoundByNode() {
        store.create(POD, pod("p1", "n1"));
        store.create(POD, pod("p2", "n2"));
        store.modify(POD, "d", "p2", o -> o.withObjectProperty("spec").put("nodeName", "n1"));

        assertThat(store.podsOnNode("n1")).extracting(StoredObject::name).containsExactly("p1", "p2");
        assertThat(store.podsOnNode("n2")).isEmpty();
    }

    @Test
    void aListOfANamespaceHoldsNoOthers() {
        for (String namespace : List.of("a", "a-b", "b")) {
            store.create(CONFIG_MAP, json("{'metadata':{'name':'x','namespace':'%s'}}".formatted(namespace)));
        }

        assertThat(store.list(CONFIG_MAP, "a"))
                .extracting(StoredObject::namespace)
                .containsExactly("a");
    }

    @Test
    void aSubscriptionToTwoTypesKeepsTheirOrder() {
        try (Subscription changes = store.follow(NODE, POD)) {
            store.create(POD, pod("p1", "n1"));
            store.create(NODE, json("{'metadata':{'name':'n1'}}"));
            store.create(POD, pod("p2", "n1"));

            assertThat(changes.drain()).extracting(e -> e.object().name()).containsExactly("p1", "n1", "p2");
        }
    }

    @Test
    void aWaitingReaderIsWoken() throws InterruptedException {
        try (Subscription changes = store.subscribe(NODE)) {
            Thread.ofVirtual().start(() -> store.create(NODE, json("{'metadata':{'name':'n1'}}")));

            assertThat(changes.poll(Duration.ofSeconds(10))).isNotNull();
        }
    }

    @Test
    void replayGivesWhatCameAfterAVersionAndRefusesForgottenOnes() {
        long start = store.create(NODE, json("{'metadata':{'name':'n0'}}")).resourceVersion();
        for (int i = 1; i <= 4; i++) {
            store.create(NODE, json("{'metadata':{'name':'n%d'}}".formatted(i)));
        }

        try (Subscription replay = store.replay(NODE, start)) {
            assertThat(replay.drain()).hasSize(4);
        }
        store.compact();

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> store.replay(NODE, start))
                .matches(e -> e.code() == 410)
                .withMessage("too old resource version: 2 (6)");
    }

    @Test
    void aDeletionIsSeenWithItsOwnVersion() {
        store.create(NODE, json("{'metadata':{'name':'n1'}}"));
        try (Subscription changes = store.subscribe(NODE)) {
            store.delete(NODE, "", "n1", DeleteOptions.GRACEFUL);

            WatchEvent event = changes.drain().getFirst();
            assertThat(event.kind()).isEqualTo(WatchEvent.Kind.DELETED);
            assertThat(event.resourceVersion()).isEqualTo(store.resourceVersion());
        }
    }

    @Test
    void theLastManagerOfAFieldOwnsItAlone() {
        store.create(
                NODE, json("{'metadata':{'name':'n1'},'spec':{'unschedulable':true,'podCIDR':'x'}}"), Write.by("a"));

        StoredObject node = store.modify(
                NODE, "", "n1", Write.by("b"), o -> o.withObjectProperty("spec").put("unschedulable", false));

        assertThat(node.at("metadata", "managedFields"))
                .extracting(e -> e.path("manager").asText() + e.path("fieldsV1"))
                .containsExactly("a{\"f:spec\":{\"f:podCIDR\":{}}}", "b{\"f:spec\":{\"f:unschedulable\":{}}}");
    }

    private static ObjectNode pod(String name, String node) {
        return json("{'metadata':{'name':'%s','namespace':'d'},'spec':{'nodeName':'%s'}}".formatted(name, node));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new JsonMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
