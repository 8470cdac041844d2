package io.plimsoll.actuator.campaign;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.answer.Answering;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.Plan;
import io.plimsoll.actuator.plan.PodClass;
import io.plimsoll.actuator.plan.PodVerdict;
import io.plimsoll.actuator.plan.Utilisation;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told and remembered of requests for more nodes than one record holds. */
class LargeAnswersTest {

    private static NodePlan node(String name, int pods) {
        PodVerdict pod =
                new PodVerdict("shop", "web", "uid", PodClass.EVICTABLE, null, List.of(), List.of(), null, null, false);
        return new NodePlan(
                name,
                "uid-" + name,
                null,
                NodePlan.Outcome.GO,
                List.of(),
                Collections.nCopies(pods, pod),
                List.of(),
                List.of(),
                new Utilisation(1, 0, 0, 0, 0));
    }

    private static Plan plan(int nodes, int podsEach) {
        return new Plan(
                NOW,
                IntStream.range(0, nodes).mapToObj(i -> node("n" + i, podsEach)).toList(),
                List.of());
    }

    @Test
    void planThatFitsIsToldWhole() {
        Plan plan = plan(40, 110);

        assertThat(Resolution.told(plan)).isSameAs(plan);
    }

    @Test
    void planThatDoesNotFitIsToldAsFarAsItDoesAndSaysSo() {
        Plan byPods = Resolution.told(plan(100, 110));
        Plan byNodes = Resolution.told(plan(5_000, 0));

        assertThat(byPods.nodes()).hasSize(45);
        assertThat(byNodes.nodes()).hasSize(300);
        assertThat(byNodes.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.code()).isEqualTo("PLAN_CUT");
            assertThat(cause.message()).contains("300 of 5000");
        });
    }

    @Test
    void noMoreCausesAreRememberedThanAnAnswerTells() {
        Map<String, Campaign.Result> refused = new LinkedHashMap<>();
        for (int i = 0; i < 5_000; i++) {
            refused.put("n" + i, Campaign.Result.refused(List.of(new Cause("NODE_NOT_FOUND", "n" + i, "", ""))));
        }
        var source = new MaintenanceRequest("r1", "eu1", null, null, null, null, null, null, null, null);
        var accepted = new Answering("r1", "eu1", false, RequestState.ACCEPTED).at(NOW);
        Campaign campaign = new Campaign("r1", false, source, NOW, false, false, List.of(), Map.of(), accepted, null);

        Campaign resolved = campaign.ordered(List.copyOf(refused.keySet()), refused);
        Campaign more = resolved.plus("other", Campaign.Result.refused(List.of(new Cause("X", null, "", ""))));

        assertThat(resolved.results()).hasSize(5_000);
        assertThat(more.results().values().stream()
                        .mapToInt(result -> result.causes().size())
                        .sum())
                .isEqualTo(Campaign.MOST_CAUSES);
    }
}
