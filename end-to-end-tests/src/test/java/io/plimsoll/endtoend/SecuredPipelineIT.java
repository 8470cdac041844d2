package io.plimsoll.endtoend;

import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each service as its own principal, with a certificate or a password, and with its own rights only. */
class SecuredPipelineIT {

    @TempDir
    Path directory;

    @Test
    void anIncidentEndsRightWithNoMoreRightsThanGranted() {
        Path root = Path.of(System.getProperty("plimsoll.root"));
        World world = new World(
                new World.Plan(root, root.resolve("../shared/data"), 0, 0),
                new WorldSettings(Shape.SMALL, 20),
                () -> SecuredBroker.start(directory));
        try (Incident incident = new Incident(world)) {
            incident.play();

            incident.endedRight();
        }
    }
}
