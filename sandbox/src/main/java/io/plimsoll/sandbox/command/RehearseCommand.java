package io.plimsoll.sandbox.command;

import io.plimsoll.sandbox.story.Rehearsal;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.sandbox.world.WorldSettings;
import io.plimsoll.sandbox.world.WorldSettings.Shape;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Starts everything once, for {@code ./plimsoll build}: the services leave a cache behind that makes their next start quick. */
@Command(name = "rehearse", hidden = true, description = "Start everything once, and train the services' next start.")
public final class RehearseCommand implements Callable<Integer> {

    private static final double SPEED = 40;

    @Override
    public Integer call() {
        Path root = RepositoryRoot.path();
        World.Plan plan = new World.Plan(root, root.resolve("../shared/data"), 0, 0).training();
        try (World world = new World(plan, new WorldSettings(Shape.PRODUCTION, SPEED))) {
            world.open(_ -> {});
            Rehearsal.play(world);
            return 0;
        }
    }
}
