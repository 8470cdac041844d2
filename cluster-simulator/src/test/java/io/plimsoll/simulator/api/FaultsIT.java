package io.plimsoll.simulator.api;

import static io.plimsoll.simulator.store.ResourceTypes.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.faults.OpenWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults, the control panel, the audit log and what a watch says, over plain HTTP. */
class FaultsIT {

    private static final String NODES = "/api/v1/nodes";

    private ClusterSimulator simulator;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        simulator = ClusterSimulator.start(
                ClusterSimulator.Settings.defaults().withClock(() -> now).withBookmarks(Duration.ofMillis(200)));
        caller = Caller.of(simulator);
        simulator.store().create(NODE, Caller.json("{'metadata':{'name':'n1'}}"));
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @Test
    void aCountedFaultStrikesSoOftenAndNoMore() throws IOException, InterruptedException {
        simulator.faults().add(Match.resource("nodes"), Effect.tooManyRequests(3), 2);

        Caller.Answer first = caller.get(NODES);
        int second = caller.get(NODES).code();
        int third = caller.get(NODES).code();

        assertThat(first.code()).isEqualTo(429);
        assertThat(first.header("Retry-After")).isEqualTo("3");
        assertThat(second).isEqualTo(429);
        assertThat(third).isEqualTo(200);
    }

    @Test
    void aFaultIsSetAndRemovedOverHttp() throws IOException, InterruptedException {
        String id = caller.post(
                        "/simulator/faults",
                        "{'match':{'method':'PATCH','resource':'nodes','name':'n1','userAgent':'tester'},"
                                + "'effect':{'type':'webhook','webhook':'no.example.com','message':'not today'}}")
                .body()
                .path("id")
                .asText();

        Caller.Answer denied = patch("{'spec':{'unschedulable':true}}");
        caller.send("DELETE", "/simulator/faults/" + id, "", "application/json");
        int allowed = patch("{'spec':{'unschedulable':true}}").code();

        assertThat(denied.code()).isEqualTo(403);
        assertThat(denied.body().path("message").asText())
                .isEqualTo("admission webhook \"no.example.com\" denied the request: not today");
        assertThat(allowed).isEqualTo(200);
    }

    @Test
    void aCallCutAfterItWasCarriedOutHasHappened() {
        simulator.faults().add(Match.resource("nodes").withVerb("patch"), new Effect.Cut(true, true), 1);

        assertThatIOException().isThrownBy(() -> patch("{'spec':{'unschedulable':true}}"));
        assertThat(simulator
                        .store()
                        .get(NODE, "", "n1")
                        .at("spec", "unschedulable")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void everyMutatingCallIsAudited() throws IOException, InterruptedException {
        patch("{'spec':{'unschedulable':true}}");
        caller.send("DELETE", NODES + "/nobody", "{'preconditions':{'uid':'u'}}", "application/json");
        caller.get(NODES);

        assertThat(simulator.audit().entries())
                .extracting(AuditEntry::act, AuditEntry::code, AuditEntry::userAgent, AuditEntry::uidPrecondition)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("patch nodes n1", 200, "tester/1.0", ""),
                        org.assertj.core.api.Assertions.tuple("delete nodes nobody", 404, "tester/1.0", "u"));
        assertThat(caller.get("/simulator/audit?verb=patch").body().path("entries"))
                .hasSize(1);
    }

    @Test
    void theLastWriterOfAFieldIsNamed() throws IOException, InterruptedException {
        patch("{'spec':{'unschedulable':true}}");

        assertThat(simulator.store().get(NODE, "", "n1").at("metadata", "managedFields"))
                .extracting(e -> e.path("manager").asText() + " " + e.path("fieldsV1"))
                .containsExactly("tester {\"f:spec\":{\"f:unschedulable\":{}}}");
    }

    @Test
    void theClockCanBeSkewed() throws IOException, InterruptedException {
        caller.post("/simulator/clock-skew", "{'seconds':90}");

        assertThat(caller.get(NODES).header("Date")).isEqualTo("Sun, 01 Mar 2026 10:01:30 GMT");
    }

    @Test
    void aWatchFromAForgottenVersionIs410() throws IOException, InterruptedException {
        simulator.store().create(NODE, Caller.json("{'metadata':{'name':'n2'}}"));
        caller.post("/simulator/compact", "{}");

        Caller.Answer answer = caller.get(NODES + "?watch=true&resourceVersion=2");

        assertThat(answer.code()).isEqualTo(410);
        assertThat(answer.body().path("reason").asText()).isEqualTo("Expired");
    }

    @Test
    void aWatchStreamsStateBookmarkAndChangesAndExpires() throws IOException, InterruptedException {
        try (BufferedReader lines = watch("&sendInitialEvents=true&allowWatchBookmarks=true"
                + "&resourceVersionMatch=NotOlderThan&resourceVersion=")) {
            String added = lines.readLine();
            String end = lines.readLine();
            patch("{'metadata':{'labels':{'a':'b'}}}");
            String modified = nextButBookmarks(lines);
            simulator.faults().compactAndExpire();
            String expired = nextButBookmarks(lines);

            assertThat(added).startsWith("{\"type\":\"ADDED\"").contains("\"n1\"");
            assertThat(end).contains("BOOKMARK", "k8s.io/initial-events-end");
            assertThat(modified).startsWith("{\"type\":\"MODIFIED\"");
            assertThat(expired).startsWith("{\"type\":\"ERROR\"").contains("\"code\":410");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void aHangingWatchSaysNothingAnyMoreAndStaysOpen() throws IOException, InterruptedException {
        try (BufferedReader lines = watch(
                "&allowWatchBookmarks=true&resourceVersion=" + simulator.store().resourceVersion())) {
            lines.readLine(); // a bookmark
            int ended = simulator.faults().endWatches(Match.ANY, OpenWatch.Ending.HANG);
            patch("{'metadata':{'labels':{'a':'b'}}}");

            assertThat(ended).isEqualTo(1);
            assertThat(simulator.faults().openWatches()).hasSize(1);
            simulator.faults().clear();
            assertThatIOException().isThrownBy(() -> {
                while (lines.readLine() != null) {
                    assertThat(lines.ready()).isFalse();
                }
            });
        }
    }

    @Test
    void toAWatchWithASelectorAnObjectComesAndGoes() throws IOException, InterruptedException {
        try (BufferedReader lines = watch(
                "&labelSelector=a%3Db&resourceVersion=" + simulator.store().resourceVersion())) {
            patch("{'metadata':{'labels':{'a':'b'}}}");
            patch("{'metadata':{'labels':{'a':'c'}}}");

            assertThat(lines.readLine()).startsWith("{\"type\":\"ADDED\"");
            assertThat(lines.readLine()).startsWith("{\"type\":\"DELETED\"");
        }
    }

    @Test
    void aWatchEndsAtItsTimeLimit() throws IOException, InterruptedException {
        try (BufferedReader lines =
                watch("&timeoutSeconds=1&resourceVersion=" + simulator.store().resourceVersion())) {
            assertThat(lines.readLine()).isNull();
        }
    }

    private static String nextButBookmarks(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && line.contains("BOOKMARK")) {
            line = lines.readLine();
        }
        return line;
    }

    private BufferedReader watch(String query) throws IOException, InterruptedException {
        return new BufferedReader(
                new InputStreamReader(caller.stream(NODES + "?watch=true" + query), StandardCharsets.UTF_8));
    }

    private Caller.Answer patch(String body) throws IOException, InterruptedException {
        return caller.send("PATCH", NODES + "/n1", body, "application/merge-patch+json");
    }
}
