package io.plimsoll.endtoend;

import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Watcher, analyzer and actuator as processes over the embedded broker and the simulated cluster. */
class PipelineIT {

    @Test
    void anIncidentEndsRightAlthoughEverythingIsKilledOnce() {
        Path root = Path.of(System.getProperty("plimsoll.root"));
        World world = new World(
                new World.Plan(root, root.resolve("../shared/data"), 0, 0), new WorldSettings(Shape.SMALL, 20));
        try (Incident incident = new Incident(world)) {
            incident.play();

            incident.endedRight();
        }
    }
}
