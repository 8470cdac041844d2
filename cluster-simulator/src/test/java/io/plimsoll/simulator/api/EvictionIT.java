package io.plimsoll.simulator.api;

import static io.plimsoll.simulator.store.ResourceTypes.POD;
import static io.plimsoll.simulator.store.ResourceTypes.POD_DISRUPTION_BUDGET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.store.StoredObject;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answers of {@code pods/eviction}, as {@code pkg/registry/core/pod/storage/eviction.go} gives them. */
class EvictionIT {

    private static final String EVICT = "/api/v1/namespaces/default/pods/p/eviction";
    private static final String EVICTION = "{'apiVersion':'policy/v1','kind':'Eviction','metadata':{'name':'p'}%s}";

    private ClusterSimulator simulator;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        simulator = ClusterSimulator.start(ClusterSimulator.Settings.defaults().withClock(() -> now));
        caller = Caller.of(simulator);
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @Test
    void withoutABudgetThePodIsMarkedAndDeletedGracefully() throws IOException, InterruptedException {
        pod("Running", true);

        Caller.Answer answer = evict("");

        assertThat(answer.code()).isEqualTo(201);
        assertThat(answer.body().path("status").asText()).isEqualTo("Success");
        StoredObject pod = simulator.store().get(POD, "default", "p");
        assertThat(pod.text("metadata", "deletionTimestamp")).isEqualTo("2026-03-01T10:00:30Z");
        assertThat(pod.at("status", "conditions").findValuesAsText("reason")).contains("EvictionByEvictionAPI");
    }

    @Test
    void aBudgetWithRoomIsChargedBeforeThePodGoes() throws IOException, InterruptedException {
        pod("Running", true);
        budget("b", "'observedGeneration':1,'disruptionsAllowed':1,'desiredHealthy':1,'currentHealthy':2");

        int code = evict("").code();

        assertThat(code).isEqualTo(201);
        JsonNode status =
                simulator.store().get(POD_DISRUPTION_BUDGET, "default", "b").at("status");
        assertThat(status.path("disruptionsAllowed").asInt()).isZero();
        assertThat(status.path("disruptedPods").path("p").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(status.path("conditions").path(0).path("reason").asText()).isEqualTo("InsufficientPods");
    }

    @Test
    void anExhaustedBudgetIs429WithItsNumbersAndNoRetryAfter() throws IOException, InterruptedException {
        pod("Running", true);
        budget("b", "'observedGeneration':1,'disruptionsAllowed':0,'desiredHealthy':2,'currentHealthy':2");

        Caller.Answer answer = evict("");

        assertThat(answer.code()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEmpty();
        assertThat(answer.body()).isEqualTo(Caller.json("""
                {'kind':'Status','apiVersion':'v1','metadata':{},'status':'Failure',
                 'message':'Cannot evict pod as it would violate the pod`s disruption budget.',
                 'reason':'TooManyRequests','details':{'causes':[{'reason':'DisruptionBudget',
                 'message':'The disruption budget b needs 2 healthy pods and has 2 currently'}]},'code':429}""".replace("pod`s", "pod\\u0027s")));
    }

    @Test
    void aBudgetTheControllerHasNotSeenYetIs429WithRetryAfter() throws IOException, InterruptedException {
        pod("Running", true);
        budget("b", "'observedGeneration':0,'disruptionsAllowed':1");

        Caller.Answer answer = evict("");

        assertThat(answer.code()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("10");
        assertThat(cause(answer)).isEqualTo("The disruption budget b is still being processed by the server.");
    }

    @Test
    void aBudgetThatFailedToSyncSaysSo() throws IOException, InterruptedException {
        pod("Running", true);
        budget(
                "b",
                "'observedGeneration':1,'disruptionsAllowed':0,'conditions':[{'type':'DisruptionAllowed',"
                        + "'status':'False','reason':'SyncFailed','message':'no such controller'}]");

        assertThat(cause(evict("")))
                .isEqualTo("The disruption budget b does not allow evicting pods currently because it failed sync: "
                        + "no such controller");
    }

    @Test
    void twoBudgetsAre500() throws IOException, InterruptedException {
        pod("Running", true);
        budget("b", "'observedGeneration':1,'disruptionsAllowed':1");
        budget("c", "'observedGeneration':1,'disruptionsAllowed':1");

        Caller.Answer answer = evict("");

        assertThat(answer.code()).isEqualTo(500);
        assertThat(answer.body().path("message").asText())
                .isEqualTo("This pod has more than one PodDisruptionBudget, which the eviction subresource does not "
                        + "support.");
        assertThat(answer.body().has("reason")).isFalse();
    }

    @Test
    void aPendingPodIgnoresItsBudget() throws IOException, InterruptedException {
        pod("Pending", false);
        budget("b", "'observedGeneration':1,'disruptionsAllowed':0");

        assertThat(evict("").code()).isEqualTo(201);
    }

    @Test
    void anUnreadyPodIsProtectedWhileTooFewAreHealthy() throws IOException, InterruptedException {
        pod("Running", false);
        budget("b", "'observedGeneration':1,'disruptionsAllowed':0,'desiredHealthy':2,'currentHealthy':1");

        assertThat(evict("").code()).isEqualTo(429);
    }

    @Test
    void anUnreadyPodMayGoWhileEnoughAreHealthyAndChargesNothing() throws IOException, InterruptedException {
        pod("Running", false);
        budget("b", "'observedGeneration':1,'disruptionsAllowed':0,'desiredHealthy':2,'currentHealthy':2");

        assertThat(evict("").code()).isEqualTo(201);
        assertThat(simulator
                        .store()
                        .get(POD_DISRUPTION_BUDGET, "default", "b")
                        .at("status")
                        .has("disruptedPods"))
                .isFalse();
    }

    @Test
    void anUnreadyPodMayAlwaysGoIfItsBudgetSaysSo() throws IOException, InterruptedException {
        pod("Running", false);
        budget("b", "'observedGeneration':1,'disruptionsAllowed':0,'desiredHealthy':2,'currentHealthy':0");
        simulator.store().modify(POD_DISRUPTION_BUDGET, "default", "b", o -> {
            o.withObjectProperty("spec").put("unhealthyPodEvictionPolicy", "AlwaysAllow");
        });

        assertThat(evict("").code()).isEqualTo(201);
    }

    @Test
    void anotherUidIsAConflict() throws IOException, InterruptedException {
        pod("Running", true);

        Caller.Answer answer = evict(",'deleteOptions':{'preconditions':{'uid':'old'}}");

        assertThat(answer.code()).isEqualTo(409);
        assertThat(answer.body().path("message").asText()).contains("the UID in the precondition (old) does not match");
        assertThat(simulator.audit().evictions().getFirst().uidPrecondition()).isEqualTo("old");
        assertThat(simulator.store().get(POD, "default", "p").deleting()).isFalse();
    }

    @Test
    void aDryRunJudgesAndChangesNothing() throws IOException, InterruptedException {
        pod("Running", true);
        budget("b", "'observedGeneration':1,'disruptionsAllowed':1");
        long version = simulator.store().resourceVersion();

        int code = evict(",'deleteOptions':{'dryRun':['All']}").code();

        assertThat(code).isEqualTo(201);
        assertThat(simulator.store().resourceVersion()).isEqualTo(version);
    }

    @Test
    void tooManyUnconfirmedEvictionsAreForbidden() throws IOException, InterruptedException {
        pod("Running", true);
        budget("b", "'observedGeneration':1,'disruptionsAllowed':1");
        simulator.store().modify(POD_DISRUPTION_BUDGET, "default", "b", o -> {
            ObjectNode disrupted = o.withObjectProperty("status").withObjectProperty("disruptedPods");
            for (int i = 0; i <= 2000; i++) {
                disrupted.put("p" + i, "2026-03-01T09:00:00Z");
            }
        });

        Caller.Answer answer = evict("");

        assertThat(answer.code()).isEqualTo(403);
        assertThat(answer.body().path("message").asText()).contains("DisruptedPods map too big");
    }

    @Test
    void aPodThatIsNotThereIs404() throws IOException, InterruptedException {
        assertThat(evict("").code()).isEqualTo(404);
    }

    @Test
    void anEmptySelectorSelectsEveryPodAndNoSelectorNone() throws IOException, InterruptedException {
        pod("Running", true);
        budget("none", "'observedGeneration':1,'disruptionsAllowed':0");
        simulator.store().modify(POD_DISRUPTION_BUDGET, "default", "none", o -> o.withObjectProperty("spec")
                .remove("selector"));
        int withNone = evict(",'deleteOptions':{'dryRun':['All']}").code();
        simulator.store().modify(POD_DISRUPTION_BUDGET, "default", "none", o -> o.withObjectProperty("spec")
                .withObjectProperty("selector"));

        assertThat(withNone).isEqualTo(201);
        simulator.store().modify(POD_DISRUPTION_BUDGET, "default", "none", o -> o.withObjectProperty("status")
                .put("observedGeneration", 9));
        assertThat(evict("").code()).isEqualTo(429);
    }

    private Caller.Answer evict(String more) throws IOException, InterruptedException {
        return caller.post(EVICT, EVICTION.formatted(more));
    }

    private static String cause(Caller.Answer answer) {
        return answer.body()
                .path("details")
                .path("causes")
                .path(0)
                .path("message")
                .asText();
    }

    private void pod(String phase, boolean ready) {
        simulator.store().create(POD, Caller.json("""
                {'metadata':{'name':'p','namespace':'default','labels':{'app':'x'}},'spec':{'nodeName':'n1'},
                 'status':{'phase':'%s','conditions':[{'type':'Ready','status':'%s'}]}}""".formatted(phase, ready ? "True" : "False")));
    }

    private void budget(String name, String status) {
        simulator.store().create(POD_DISRUPTION_BUDGET, Caller.json("""
                {'metadata':{'name':'%s','namespace':'default'},
                 'spec':{'minAvailable':1,'selector':{'matchLabels':{'app':'x'}}},'status':{%s}}""".formatted(name, status)));
    }
}
