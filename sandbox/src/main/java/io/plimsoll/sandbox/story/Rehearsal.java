package io.plimsoll.sandbox.story;

import io.plimsoll.sandbox.listen.Listener;
import io.plimsoll.sandbox.world.World;

/** The beginning of an incident, played to nobody, so that whoever takes part has done it once. */
public final class Rehearsal {

    private Rehearsal() {}

    /** Plays until maintenance is paused, or patience ends: what comes of it doesn't matter. */
    public static void play(World world) {
        MassCordon incident = new MassCordon();
        Terminal nowhere = Terminal.silent(world.clock());
        var observations = new Observations(incident.expectations(), nowhere::elapsed);
        try (Listener _ = Listener.start(world.bootstrapServers(), world.prefix(), observations::hear)) {
            incident.playUntilPaused(new Stage(world, nowhere, observations, 1));
        }
    }
}
