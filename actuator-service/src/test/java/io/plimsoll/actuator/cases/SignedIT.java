package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.signature.Pen;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where signatures are required, only signed requests act, and only as far as their requester may. */
class SignedIT {

    @TempDir
    private Path directory;

    private final Pen pen = new Pen("patching-2030");
    private final Yard yard = new Yard(60).with(Limits::quick);

    @BeforeEach
    void start() throws IOException {
        Path file = Files.writeString(directory.resolve("requesters.json"), """
                {"requesters": [{"name": "patching", "keys": [{"id": "patching-2030", "publicKey": "%s"}],
                  "actions": ["drain", "plan"], "nodes": "pool=batch", "maxNodes": 2, "maxHours": 6}]}""".formatted(pen.publicKey()));
        yard.nodes(5).deploymentOn("n1", "cart", 1);
        yard.modify(ResourceTypes.NODE, "", "n5", tree -> tree.withObjectProperty("metadata")
                .withObjectProperty("labels")
                .put("pool", "control"));
        yard.requesters(file).start();
    }

    @AfterEach
    void close() {
        yard.close();
    }

    private static String drain(String id, String... nodes) {
        return "{\"id\":\"" + id + "\",\"cluster\":\"" + Yard.CLUSTER + "\",\"requestedBy\":\"patching\",\"action\":"
                + "{\"type\":\"drain\",\"then\":\"uncordon\",\"nodes\":{\"names\":[\"" + String.join("\",\"", nodes)
                + "\"]}}}";
    }

    private String signed(String nonce, String request) {
        return pen.signed(nonce, yard.clock().instant(), request);
    }

    private void send(String value) {
        yard.raw(Topic.MAINTENANCE_REQUESTS, Yard.CLUSTER, value);
    }

    @Test
    void unsignedRequestIsRejectedAndAuditedAndDoesNotTakeTheIdFromItsOwner() {
        send(drain("s1", "n1"));
        MaintenanceStatus rejected = yard.awaitState("s1", RequestState.REJECTED);
        assertThat(yard.acts()).isEmpty();

        send(signed("nonce-s1-1", drain("s1", "n1")));

        assertThat(rejected.causes()).extracting(Cause::code).containsExactly("UNSIGNED");
        assertThat(yard.awaitEnd("s1").state()).isEqualTo(RequestState.SUCCEEDED);
        assertThat(rejected.terminal())
                .as("the last word on the id is its owner's")
                .isFalse();
        yard.assertWellAnswered("s1");
        assertThat(yard.accounts()).anySatisfy(account -> {
            assertThat(account.act()).isEqualTo("reject");
            assertThat(account.origin()).isEqualTo("s1");
            assertThat(account.outcome()).isEqualTo("UNSIGNED");
            assertThat(account.requestedBy()).as("a claim that nobody signed").isNull();
        });
        assertThat(yard.accounts())
                .filteredOn(account -> account.act().equals("cordon"))
                .isNotEmpty()
                .allMatch(account -> "patching".equals(account.requestedBy()));
    }

    @Test
    void replayedEnvelopeIsAnsweredAsBeforeAndItsNonceServesNoOtherRequest() {
        String envelope = signed("nonce-s2-1", drain("s2", "n1"));
        send(envelope);
        yard.awaitEnd("s2");
        int acts = yard.acts().size();

        send(envelope);
        send(signed("nonce-s2-1", drain("s2b", "n2")));
        MaintenanceStatus replayed = yard.awaitEnd("s2b");

        assertThat(replayed.state()).isEqualTo(RequestState.REJECTED);
        assertThat(replayed.causes()).extracting(Cause::code).containsExactly("NONCE_REPLAYED");
        assertThat(yard.acts()).hasSize(acts);
    }

    @Test
    void nodesBeyondTheRequestersSelectorOrNumberAreRefused() {
        send(signed("nonce-s3-1", drain("s3", "n5")));
        send(signed("nonce-s3-2", drain("s3b", "n2", "n3", "n4")));

        MaintenanceStatus foreign = yard.awaitEnd("s3");
        MaintenanceStatus many = yard.awaitEnd("s3b");

        assertThat(foreign.causes()).extracting(Cause::code).containsExactly("NODE_NOT_GRANTED");
        assertThat(foreign.causes().getFirst().message()).contains("pool=batch").contains("n5");
        assertThat(many.causes()).extracting(Cause::code).containsOnly("TOO_MANY_NODES");
        assertThat(yard.acts()).isEmpty();
        Yard.await(
                "the answers are accounted for",
                () -> yard.accounts().stream().map(AuditRecord::act).anyMatch("answer"::equals));
    }
}
