package io.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.HorizontalAutoscalerState;
import io.plimsoll.model.fact.HorizontalAutoscalerState.ScalingRules;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.model.fact.Tick.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactJsonTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void factsReadBackAsTheyWereWritten() throws Exception {
        Fact fact = fact(
                "Tick",
                "",
                new Tick(NOW, Map.of("pods", new Currency(Standing.GAP, 61_000, "no sign of life")), -7L, 0));

        byte[] json = Json.mapper().writeValueAsBytes(fact);

        assertThat(Json.mapper().readValue(json, Fact.class)).isEqualTo(fact);
    }

    @Test
    void whatIsEmptyIsLeftOutAndComesBackEmpty() throws Exception {
        NodeState bare = new NodeState(
                Map.of(),
                Map.of(),
                false,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                Resources.NONE,
                Resources.NONE,
                List.of(),
                null,
                null,
                null);

        String json = Json.mapper().writeValueAsString(fact("Node", "n1", bare));

        assertThat(json).doesNotContain("null").doesNotContain("labels").doesNotContain("epoch");
        assertThat(Json.mapper().readValue(json, Fact.class).body()).isEqualTo(bare);
    }

    /** Jackson takes a boxed 0 for a default and would leave it out, as if nobody had said anything. */
    @Test
    void zeroIsNotNothing() throws Exception {
        var rules = new ScalingRules(0, null, List.of());
        var scaler = new HorizontalAutoscalerState(
                Map.of(),
                new OwnerRef("Deployment", "cart", null),
                0,
                5,
                0,
                0,
                null,
                List.of(),
                null,
                rules,
                List.of(),
                1,
                1,
                null);

        String json = Json.mapper().writeValueAsString(fact("HorizontalPodAutoscaler", "cart", scaler));

        assertThat(Json.mapper().readValue(json, Fact.class).body()).isEqualTo(scaler);
    }

    @Test
    void unknownFieldsAreIgnored() throws Exception {
        String json = """
                {"cluster":"eu1","kind":"Synced","name":"pods","observedAt":"2030-01-01T00:00:00Z","origin":"SNAPSHOT",
                 "body":{"type":"Synced","count":3,"later":{"a":1}},"alsoLater":true}""";

        FactBody body = Json.mapper().readValue(json, Fact.class).body();

        assertThat(body).isEqualTo(new io.plimsoll.model.fact.Synced(3));
    }

    private static Fact fact(String kind, String name, FactBody body) {
        return new Fact("eu1", kind, null, name, null, null, NOW, Origin.WATCH, 0, false, List.of(), body);
    }
}
