package io.plimsoll.watcher.project;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever JSON arrives, a projection never fails, and what it gives can be written and read. */
class ProjectorRobustnessTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<JsonNode> ODDITIES = List.of(
            NODES.nullNode(),
            NODES.textNode(""),
            NODES.textNode("\u0000\uD800"),
            NODES.textNode("9".repeat(400)),
            NODES.textNode("1e999"),
            NODES.textNode("-12E"),
            NODES.textNode("+1000000000-12-31T23:59:60Z"),
            NODES.numberNode(-1),
            NODES.numberNode(Long.MIN_VALUE),
            NODES.numberNode(new java.math.BigInteger("9".repeat(40))),
            NODES.numberNode(1.5),
            NODES.numberNode(Double.NaN),
            NODES.booleanNode(true),
            NODES.arrayNode().add(NODES.arrayNode()).add(NODES.nullNode()),
            NODES.objectNode().set("a", NODES.objectNode()));

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("seeds", 40));
    }

    /** Every golden object, with a few of its values replaced by others. */
    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("seeds")
    void mutatedObjectsGiveFactsThatCanBeWrittenAndReadBack(long seed) throws Exception {
        Random random = new Random(seed);
        Ledger ledger = new Ledger("eu1", new Projector(), Ledger.Liveness.DEFAULT);
        for (String name : Golden.cases()) {
            for (int round = 0; round < 5; round++) {
                JsonNode object = Golden.object(name);
                for (int i = 0; i <= round; i++) {
                    mutate(object, random);
                }
                String kind = object.path("kind").asText("");

                List<Fact> facts = new Projector().project(KubernetesObject.of(kind, object), Golden.CONTEXT);
                ledger.seen(
                        KubernetesObject.of(kind, object),
                        new Sighting(Golden.CONTEXT.observedAt(), Golden.CONTEXT.origin(), round));

                for (Fact fact : facts) {
                    byte[] json = Json.mapper().writeValueAsBytes(fact);
                    Fact read =
                            Json.mapper().readValue(json, Fact.class); // what is empty comes back absent: written alike
                    assertThat(Json.mapper().writeValueAsString(read)).isEqualTo(new String(json, UTF_8));
                }
            }
        }
    }

    @Test
    void valuesThatAreNoObjectsGiveNothing() {
        for (JsonNode oddity : ODDITIES) {
            assertThatCode(() -> new Projector().project(KubernetesObject.of("Pod", oddity), Golden.CONTEXT))
                    .doesNotThrowAnyException();
        }
    }

    private static void mutate(JsonNode root, Random random) {
        List<Runnable> places = new ArrayList<>();
        collect(root, places, random);
        if (!places.isEmpty()) {
            places.get(random.nextInt(places.size())).run();
        }
    }

    private static void collect(JsonNode node, List<Runnable> places, Random random) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                String name = field.getKey();
                places.add(() -> object.set(name, oddity(random)));
                places.add(() -> object.remove(name));
                collect(field.getValue(), places, random);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int place = i;
                places.add(() -> array.set(place, oddity(random)));
                collect(array.get(i), places, random);
            }
        }
    }

    private static JsonNode oddity(Random random) {
        return ODDITIES.get(random.nextInt(ODDITIES.size())).deepCopy();
    }
}
