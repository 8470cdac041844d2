package io.plimsoll.analyzer.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.analyzer.analysis.AnalysisSettings;
import io.plimsoll.analyzer.analysis.ClusterAnalysis;
import io.plimsoll.analyzer.analysis.Outcome;
import io.plimsoll.analyzer.cases.EveryCode;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.analyzer.state.Position;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code GET /explain/{alertId}} answers for alerts of every code, by id and by fingerprint, while they fire and after. */
class ExplainedDoorTest {

    private final AnalysisMeters told = new AnalysisMeters(new SimpleMeterRegistry());
    private final ExplainResource door = new ExplainResource(told);
    private final Set<AlertCode> answered = EnumSet.noneOf(AlertCode.class);

    @Test
    void alertsOfEveryCodeAreExplained() throws ReflectiveOperationException {
        for (List<Fact> facts : EveryCode.logs()) {
            var analysis = new ClusterAnalysis(Script.CLUSTER, AnalysisSettings.defaults());
            for (int i = 0; i < facts.size(); i++) {
                for (Outcome outcome : analysis.accept(facts.get(i), new Position(0, i))) {
                    if (outcome instanceof Outcome.AlertChanged(Alert alert, Life life)) {
                        told.alertStands(alert, life);
                        explained(alert);
                    }
                }
            }
            told.released(Script.CLUSTER);
        }

        assertThat(answered).containsExactlyInAnyOrder(AlertCode.values());
    }

    private void explained(Alert alert) {
        JsonNode byId = answer(alert.id());

        assertThat(byId.at("/alert/summary").textValue()).isEqualTo(alert.summary());
        assertThat(byId.at("/alert/code").textValue()).isEqualTo(alert.code().code());
        assertThat(byId.path("evidence")).as(alert.fingerprint()).isNotEmpty();
        assertThat(byId.path("fate")).as(alert.fingerprint()).isNotEmpty();
        assertThat(answer(alert.fingerprint())).isEqualTo(byId);
        if (alert.state() == AlertState.FIRING) {
            assertThat(byId.path("conditions")).as(alert.fingerprint()).allSatisfy(condition -> assertThat(
                            condition.path("mustHoldFor").asText())
                    .isNotEmpty());
            answered.add(alert.code());
        }
    }

    private JsonNode answer(String id) {
        try (var response = door.explain(id)) {
            assertThat(response.getStatus()).as(id).isEqualTo(200);
            return Json.mapper().valueToTree(response.getEntity());
        }
    }

    @Test
    void anAlertThatIsNotKnownIsSaidSo() {
        try (var response = door.explain("a-0")) {
            assertThat(response.getStatus()).isEqualTo(404);
            assertThat(String.valueOf(response.getEntity())).contains("no alert a-0 is known here");
        }
    }
}
