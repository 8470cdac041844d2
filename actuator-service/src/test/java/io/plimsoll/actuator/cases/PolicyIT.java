package io.plimsoll.actuator.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.faults.Call;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.store.ApiStatus;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ValidatingAdmissionPolicy says no. It answers 422 unless it gives another reason (403), and its message always begins as
 * one of a forbidden object does: {@code staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/validating/dispatcher.go}.
 */
class PolicyIT {

    private static final String WHY = "nodes of pool batch are cordoned by the platform team alone, see wiki/batch";

    private final Yard yard = new Yard(60).with(Limits::quick);

    @AfterEach
    void close() {
        yard.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 422})
    void cordonThatAPolicyRefusesFailsAtOnceWithThePolicysOwnWords(int code) {
        yard.nodes(4).deploymentOn("n1", "cart", 2);
        yard.start();
        refuse(call -> call.resource().equals("nodes") && call.method().equals("PATCH"), "nodes \"n1\"", code);

        yard.drain("p1", "uncordon", "n1");
        MaintenanceStatus end = yard.awaitEnd("p1");

        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
        assertThat(end.causes())
                .filteredOn(cause -> cause.code().equals("CORDON_FAILED"))
                .singleElement()
                .extracting(Cause::message)
                .asString()
                .contains("node n1", String.valueOf(code), "ValidatingAdmissionPolicy 'guard'", WHY);
        assertThat(yard.acts()).as("asked once, and nothing else").hasSize(1);
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
        yard.assertWellAnswered("p1");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 422})
    void evictionThatAPolicyRefusesIsNamedWithItsWordsAndNotAskedForBlindly(int code) {
        yard.nodes(4).deploymentOn("n1", "cart", 1);
        yard.deploymentOn("n1", "web", 1);
        yard.start();
        refuse(
                call -> call.resource().equals("pods/eviction") && call.name().startsWith("cart-"),
                "pods \"cart\"",
                code);

        yard.drainWith("p2", "uncordon", "'nodeDeadline':'PT10M'", "n1");
        MaintenanceStatus waits = yard.awaitAnswer("p2", "says why it waits", status -> status.causes().stream()
                .anyMatch(cause -> cause.message().contains(WHY)));
        MaintenanceStatus end = yard.awaitEnd("p2");

        assertThat(waits.state()).isEqualTo(RequestState.RUNNING);
        assertThat(end.state()).as(end.toString()).isEqualTo(RequestState.FAILED);
        assertThat(end.causes()).anySatisfy(cause -> assertThat(cause.message())
                .contains("shop/cart-", String.valueOf(code), "ValidatingAdmissionPolicy 'guard'", WHY));
        List<AuditEntry> asked = yard.evictions().stream()
                .filter(call -> call.name().startsWith("cart-"))
                .toList();
        assertThat(asked)
                .as("in ten minutes: a few times in the first two, then once a minute")
                .hasSizeBetween(2, 20);
        assertThat(yard.evictions().stream().filter(AuditEntry::succeeded))
                .as("the other pod isn't held up")
                .singleElement()
                .extracting(AuditEntry::name)
                .asString()
                .startsWith("web-");
        assertThat(yard.cordoned("n1")).isFalse();
        yard.assertNoMarks();
    }

    private void refuse(Predicate<Call> what, String object, int code) {
        String message = object
                + " is forbidden: ValidatingAdmissionPolicy 'guard' with binding 'guard-all' denied request: " + WHY;
        yard.simulator()
                .faults()
                .add(
                        what::test,
                        new Effect.Answer(ApiStatus.of(code, code == 403 ? "Forbidden" : "Invalid", message)),
                        Integer.MAX_VALUE);
    }
}
