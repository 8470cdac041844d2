package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The packaged service as a process, and what a kill does to it. */
class ProcessIT {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    private final Yard yard = new Yard(60);
    private Process process;
    private Path log;

    @AfterEach
    void close() throws InterruptedException {
        if (process != null) {
            process.destroy();
            process.waitFor();
        }
        yard.close();
    }

    @Test
    void case43KilledProcessResumesTheSameRequest() throws Exception {
        yard.nodes(4).deploymentOn("n1", "web", 3);
        yard.budget("web", "web", "'maxUnavailable': 1");
        start();
        yard.drain("r43", "uncordon", "n1");
        Yard.await("the first eviction", () -> !yard.evictions().isEmpty());

        process.destroyForcibly().waitFor();
        start();
        MaintenanceStatus end = yard.awaitEnd("r43");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(yard.evictions().stream().filter(AuditEntry::succeeded).map(AuditEntry::uidPrecondition))
                .as("no pod is evicted twice")
                .doesNotHaveDuplicates();
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
        yard.assertWellAnswered("r43");
    }

    @Test
    void restSaysWhatIsUnderWayAndReadinessThatAllIsWell() throws Exception {
        yard.nodes(3);
        yard.workload(ResourceTypes.DEPLOYMENT, "cart", 1, "");
        yard.awaitRunning("cart", 1);
        start();

        assertThat(get("/maintenance")).as(read(log)).contains("\"requests\":[]");
        assertThat(get("/plan?nodes=n1")).contains("\"node\":\"n1\"");
        assertThat(get("/plan?nodes=n1,n99")).startsWith("404").contains("has no node n99");
        assertThat(get("/plan")).startsWith("400").contains("?nodes=n1,n2");
        assertThat(get("/guards")).startsWith("[");
        assertThat(get("/guards?node=n99")).startsWith("404").contains("has no node n99");
        assertThat(get("/q/openapi")).contains("/maintenance");
        assertThat(get("/q/metrics")).contains("jvm_");
    }

    @Test
    void metricsEventsAndAuditTellOfADrainAndOfWhatHeldTheNextOneBack() throws Exception {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        start();
        yard.drain("m1", "uncordon", "n1");
        yard.awaitState("m1", RequestState.RUNNING);
        yard.request("mp", "'action':{'type':'pause','scope':{'kind':'Node','name':'n2'}}");
        yard.drain("m2", "uncordon", "n2");
        yard.awaitEnd("m1");
        yard.awaitAnswer("m2", "is held by the pause", status -> status.guards().stream()
                .anyMatch(guard -> guard.code().equals("PAUSED")));

        assertThat(get("/q/metrics"))
                .contains("plimsoll_maintenance_requests_total{outcome=\"succeeded\"}")
                .contains("plimsoll_maintenance_answers_total{state=\"running\"}")
                .contains("plimsoll_evictions_total{result=\"Accepted\"} 2")
                .contains("plimsoll_node_drain_duration_seconds_bucket")
                .contains("plimsoll_decision_to_act_seconds_bucket")
                .contains("plimsoll_guard_closed{guard=\"PAUSED\"} 1")
                .contains("plimsoll_maintenance_paused{scope=\"Node\"} 1")
                .contains("plimsoll_nodes_out{phase=");
        assertThat(get("/guards?node=n2")).contains("PAUSED");
        Yard.await("an event says how it ended", () -> yard.store().list(ResourceTypes.EVENT).stream()
                .anyMatch(event -> event.json().path("reason").asText().equals("RequestSucceeded")
                        && event.json().path("message").asText().contains("m1")));
        assertThat(yard.accounts())
                .extracting(AuditRecord::act)
                .contains("claim", "cordon", "evict", "uncordon", "answer");
        assertThat(get("/q/openapi")).contains("/maintenance").contains("/plan").contains("/guards");
    }

    @Test
    void clusterThatNobodyNamesIsCalledByTheUidOfItsKubeSystemNamespace() throws Exception {
        yard.nodes(3);
        String uid = yard.store()
                .get(ResourceTypes.NAMESPACE, "", "kube-system")
                .json()
                .path("metadata")
                .path("uid")
                .asText();
        start(yard.command(JAR).stream()
                .filter(word -> !word.startsWith("-Dplimsoll.cluster="))
                .toList());

        yard.raw(Topic.MAINTENANCE_REQUESTS, uid, """
                {"id": "unnamed", "cluster": "%s", "requestedBy": "tests",
                 "action": {"type": "plan", "nodes": {"names": ["n1"]}}}""".formatted(uid));

        assertThat(yard.awaitEnd("unnamed").cluster()).isEqualTo(uid);
    }

    private void start() throws IOException {
        start(yard.command(JAR));
    }

    private void start(List<String> command) throws IOException {
        assertThat(JAR).as("package the module first").exists();
        log = Files.createTempFile("actuator", ".log");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Yard.await("the process is ready", () -> get("/q/health/ready").startsWith("{"), () -> read(log));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private String get(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + yard.httpPort() + path))
                    .build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : response.statusCode() + " " + response.body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }
}
