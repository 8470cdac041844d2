package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.store.ResourceTypes;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong around the actuator is said in one line each, mended where that is possible, and gone on with by itself. */
class TroubleIT {

    private final Yard yard = new Yard(60).with(Limits::quick);

    @AfterEach
    void close() {
        yard.close();
    }

    private void assertSays(Actuator actuator, String... words) {
        Yard.await(
                "a line with " + String.join(", ", words),
                () -> actuator.problems().stream().anyMatch(line -> says(line, words)),
                () -> actuator.problems().toString());
        assertThat(actuator.problems()).noneMatch(line -> line.contains("\n"));
        assertThat(actuator.active()).isFalse();
    }

    private static boolean says(String line, String... words) {
        for (String word : words) {
            if (!line.contains(word)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void topicThatIsMissingIsNamedWithTheCommandThatMakesIt() {
        yard.prefix("nowhere" + System.nanoTime());

        assertSays(
                yard.startBehind("actuator-0", false), "maintenance.requests is missing", "./plimsoll topics --create");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "compact,delete"})
    void journalThatWouldForgetIsNotReliedOn(String policy) {
        yard.journalPolicy(policy);

        assertSays(
                yard.startBehind("actuator-0", false),
                "cleanup.policy=" + policy + ",",
                "must be compact: ./plimsoll topics --create");
    }

    @Test
    void nodesOfAJournalThatWasLostAreGivenBackAndMayBeAskedForAnew() {
        yard.nodes(3).deploymentOn("n1", "web", 2);
        Actuator before = yard.start();
        yard.drain("before", "hold", "n1");
        Yard.await(
                "n1 is claimed and cordoned",
                () -> yard.cordoned("n1")
                        && !yard.annotation("n1", Claim.ANNOTATION).isEmpty());
        before.close();

        yard.loseTheLog();
        yard.start();

        Yard.await("n1 is given back", () -> !yard.cordoned("n1"));
        yard.assertNoMarks();
        yard.drain("after", "uncordon", "n1");
        assertThat(yard.awaitEnd("after").state()).isEqualTo(RequestState.SUCCEEDED);
    }

    @Test
    void brokerThatIsNotThereIsNamedByItsAddress() {
        yard.kafka("bootstrap.servers", "127.0.0.1:1");

        assertSays(yard.startBehind("actuator-0", false), "127.0.0.1:1", "kafka.bootstrap.servers");
    }

    @Test
    void apiServerThatIsNotThereIsNamedByItsAddress() {
        yard.url("http://127.0.0.1:1");

        assertSays(
                yard.startBehind("actuator-0", false),
                "no answer from http://127.0.0.1:1",
                "quarkus.kubernetes-client.api-server-url");
    }

    @Test
    void tokenThatHasExpiredIsCalledThat() {
        yard.token("expired");

        assertSays(yard.startBehind("actuator-0", false), "401", "token", "renew");
    }

    @Test
    void verbThatIsMissingIsNamedWithTheRuleThatMendsIt() {
        yard.token("system:serviceaccount:default:nobody");

        assertSays(
                yard.startBehind("actuator-0", false),
                "missing get, list, watch on nodes",
                "{apiGroups: [\"\"], resources: [\"nodes\"], verbs: [\"get\", \"list\", \"watch\"]}");
    }

    @Test
    void leaseThatAnotherHoldsIsNamedWithItsHolder() {
        yard.start("actuator-a", false);

        Actuator second = yard.startBehind("actuator-b", false);

        assertSays(second, "lease plimsoll-actuator is held by actuator-a");
    }

    @Test
    void requestersFileThatIsNotThereIsNamed() {
        yard.requesters(Path.of("no-such-requesters.json"));

        assertSays(yard.startBehind("actuator-0", false), "no-such-requesters.json", "plimsoll.requests.keys");
    }

    @Test
    void viewThatIsRefusedIsNamedAndGoneOnWithOnceItIsAllowed() {
        yard.nodes(2);
        String fault = yard.simulator()
                .faults()
                .add(Match.resource("pods").withVerb("list"), Effect.forbidden("pods is forbidden"));
        Actuator actuator = yard.startBehind("actuator-0", false);
        assertSays(actuator, "/api/v1/pods", "403", "pods is forbidden");

        yard.simulator().faults().remove(fault);

        Yard.await("it goes on by itself", actuator::active, () -> actuator.problems()
                .toString());
    }

    @Test
    void nodesThatDoNotExistAndSelectorsThatSelectNothingAreSaid() {
        yard.nodes(2);
        yard.start();

        yard.drain("t1", "hold", "n9");
        yard.request("t2", "'action':{'type':'drain','nodes':{'selector':'pool=gpu'}}");
        MaintenanceStatus node = yard.awaitEnd("t1");
        MaintenanceStatus selector = yard.awaitEnd("t2");

        assertThat(node.causes().getFirst().message()).contains("eu1").contains("n9");
        assertThat(node.causes().getFirst().remedy()).contains("kubectl get nodes");
        assertThat(selector.causes().getFirst().code()).isEqualTo("NO_NODES");
        assertThat(selector.causes().getFirst().remedy()).contains("kubectl get nodes -l");
    }

    @Test
    void clockOfTheApiServerThatDiffersFromOursIsSaidAndHoldsNothingUp() {
        yard.nodes(3);
        yard.simulator().faults().skewClock(Duration.ofHours(3));
        Actuator actuator = yard.start();
        Yard.await("it says so", () -> !actuator.warnings().isEmpty());
        assertThat(actuator.warnings().getFirst())
                .contains("behind the API server's", yard.simulator().url(), "windows", "NTP")
                .doesNotContain("\n");

        yard.drain("t3", "uncordon", "n1");

        assertThat(yard.awaitEnd("t3").causes()).isEmpty();
        assertThat(yard.store().list(ResourceTypes.LEASE)).isNotEmpty();
    }
}
