package io.plimsoll.actuator.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.actuator.node.EvictionAnswer;
import io.plimsoll.actuator.node.NodeLife;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What there is from the start, before anything has happened. */
class MeasuresTest {

    /** In which a node isn't out, or no more. */
    private static final Set<String> NOT_OUT = Set.of("Requested", "Released", "RolledBack", "Failed");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    MeasuresTest() {
        new Measures(registry);
    }

    private List<String> values(String meter, String label) {
        return registry.find(meter).meters().stream()
                .map(Meter::getId)
                .map(id -> Objects.requireNonNull(id.getTag(label)))
                .toList();
    }

    private static Stream<String> kinds(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses()).map(Class::getSimpleName);
    }

    @Test
    void everyAnswerToAnEvictionIsCountedFromTheStart() {
        assertThat(values("plimsoll_evictions", "result"))
                .containsExactlyInAnyOrderElementsOf(kinds(EvictionAnswer.class).toList());
    }

    @Test
    void everyPhaseInWhichANodeIsOutHasItsNumberFromTheStart() {
        assertThat(values("plimsoll_nodes_out", "phase"))
                .containsExactlyInAnyOrderElementsOf(kinds(NodeLife.class)
                        .filter(phase -> !NOT_OUT.contains(phase))
                        .toList());
    }
}
