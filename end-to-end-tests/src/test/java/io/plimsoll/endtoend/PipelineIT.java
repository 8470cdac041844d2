package io.plimsoll.endtoend;

import io.plimsoll.endtoend.Incident.Fate;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Watcher, analyzer and actuator as processes over the embedded broker and the simulated cluster. */
class PipelineIT {

    /** KILLED: a crash of each service. REPLACED: a rolling update of each, with the request and the alert under way. */
    @ParameterizedTest
    @EnumSource(Fate.class)
    void anIncidentEndsRightWhateverBefallsEachService(Fate fate) {
        Path root = Path.of(System.getProperty("plimsoll.root"));
        World world = new World(
                new World.Plan(root, root.resolve("../shared/data"), 0, 0), new WorldSettings(Shape.SMALL, 20));
        try (Incident incident = new Incident(world, fate)) {
            incident.play();

            incident.endedRight();
        }
    }
}
