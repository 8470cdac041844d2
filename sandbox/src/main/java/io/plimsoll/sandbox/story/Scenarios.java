package io.plimsoll.sandbox.story;

import io.plimsoll.sandbox.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** The incidents that can be played. */
public final class Scenarios {

    private static final List<Scenario> ALL =
            List.of(new MassCordon(), new MemoryPressure(), new AutoscalerThrash(), new BlockedDrain());

    private Scenarios() {}

    /**
     * The scenario of that name.
     *
     * @throws Fault where there is none; names those that are
     */
    public static Scenario named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Fault("there is no scenario '" + name + "'; there are "
                        + ALL.stream().map(Scenario::name).collect(Collectors.joining(", "))));
    }

    public static List<Scenario> all() {
        return ALL;
    }
}
