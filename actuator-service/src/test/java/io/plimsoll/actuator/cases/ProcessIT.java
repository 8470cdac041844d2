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
        assertThat(get("/q/metrics")).contains("jvm_");
    }

    /** Whoever generates a client from the document gets what it says: each code, each field, nothing else. */
    @Test
    void everyAnswerOfRestIsAsTheServedOpenApiDocumentSays() throws Exception {
        yard.nodes(5).deploymentOn("n1", "cart", 2);
        yard.budget("cart", "cart", "'minAvailable': 2");
        yard.create(ResourceTypes.POD, """
                {'metadata': {'name': 'bare', 'namespace': 'shop'},
                 'spec': {'nodeName': 'n1', 'containers': [{'name': 'main', 'image': 'v1'}]}}""");
        start();
        yard.drain("held", "hold", "n2");
        yard.awaitState("held", RequestState.HELD);
        yard.drain("waits", "uncordon", "n3");
        yard.awaitAnswer("waits", "waits", status -> !status.guards().isEmpty());
        yard.request("plan", "'action':{'type':'plan','nodes':{'names':['n1']}}");
        yard.awaitEnd("plan");
        yard.request("pause", "'action':{'type':'pause','scope':{'kind':'Node','name':'n3'}}");
        yard.awaitEnd("pause");

        ServedContract contract = ServedContract.read(get("/q/openapi?format=json"));

        assertThat(contract.paths()).containsExactly("/guards", "/maintenance", "/plan");
        assertThat(contract.codes("/maintenance")).containsExactly("200", "503");
        assertThat(contract.codes("/plan")).containsExactly("200", "400", "404", "503");
        assertThat(contract.codes("/guards")).containsExactly("200", "404", "503");
        assertAnswers(contract, 200, "/maintenance");
        assertAnswers(contract, 200, "/plan", "?nodes=n1,n4", "?nodes=%20n1%20,,");
        assertAnswers(contract, 400, "/plan", "", "?nodes=", "?nodes=,%20,", "?node=n1");
        assertAnswers(contract, 404, "/plan", "?nodes=n99", "?nodes=*");
        assertAnswers(contract, 200, "/guards", "", "?node=n3");
        assertAnswers(contract, 404, "/guards", "?node=n99");
    }

    @Test
    void whatCannotBeSaidYetIsAnsweredWithTheReasonAndTheDocumentedCode() throws Exception {
        yard.url("http://127.0.0.1:1");
        begin(yard.command(JAR));
        Yard.await("it listens", () -> get("/q/health/live").startsWith("{"), () -> read(log));

        ServedContract contract = ServedContract.read(get("/q/openapi?format=json"));

        Yard.await("it says what it waits for", () -> get("/maintenance").contains("127.0.0.1:1"));
        assertAnswers(contract, 503, "/maintenance");
        assertAnswers(contract, 503, "/plan", "?nodes=n1");
        assertAnswers(contract, 503, "/guards", "", "?node=n1");
        assertAnswers(contract, 400, "/plan", "");
    }

    private void assertAnswers(ServedContract contract, int code, String path, String... queries) {
        for (String query : queries.length == 0 ? new String[] {""} : queries) {
            String answer = get(path + query);
            String body = code == 200 ? answer : answer.substring(Math.min(answer.length(), 4));
            assertThat(code == 200 || answer.startsWith(code + " "))
                    .as(path + query + " answers " + code + ": " + answer)
                    .isTrue();
            assertThat(contract.faults(path, code, body)).as(path + query).isEmpty();
            assertThat(code == 200 || !body.contains("\"problem\":\"\""))
                    .as("it says why: " + body)
                    .isTrue();
        }
    }

    /** A rule over a name that isn't there never fires, and nobody notices. */
    @Test
    void everyMetricIsThereFromTheStart() throws Exception {
        yard.nodes(2);
        start();

        assertThat(get("/q/metrics"))
                .contains("plimsoll_maintenance_requests_total{outcome=\"succeeded\"} 0.0")
                .contains("plimsoll_maintenance_requests_total{outcome=\"superseded\"} 0.0")
                .contains("plimsoll_evictions_total{result=\"BudgetSaysNo\"} 0.0")
                .contains("plimsoll_node_drain_duration_seconds_bucket{le=\"+Inf\"} 0")
                .contains("plimsoll_decision_to_act_seconds_bucket{le=\"+Inf\"} 0")
                .contains("plimsoll_guard_closed{guard=\"QUORUM\"} 0.0")
                .contains("plimsoll_maintenance_paused{scope=\"Cluster\"} 0.0")
                .contains("plimsoll_nodes_out{phase=\"Draining\"} 0.0")
                .contains("# HELP plimsoll_guard_closed whether");
    }

    @Test
    void metricsEventsAndAuditTellOfADrainAndOfWhatHeldTheNextOneBack() throws Exception {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        start();
        yard.raw(Topic.MAINTENANCE_REQUESTS, "eu-1", "{\"id\":\"typo\",\"cluster\":\"eu-1\",\"action\":{}}");
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
                .contains("plimsoll_maintenance_requests_elsewhere_total 1.0")
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
        begin(command);
        Yard.await("the process is ready", () -> get("/q/health/ready").startsWith("{"), () -> read(log));
    }

    private void begin(List<String> command) throws IOException {
        assertThat(JAR).as("package the module first").exists();
        log = Files.createTempFile("actuator", ".log");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
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
