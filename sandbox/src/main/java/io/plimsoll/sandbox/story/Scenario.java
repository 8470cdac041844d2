package io.plimsoll.sandbox.story;

import io.plimsoll.sandbox.world.WorldSettings;
import java.util.List;

/** An incident from the field. */
public interface Scenario {

    /** As given on the command line: {@code mass-cordon}. */
    String name();

    /** What it shows, in a sentence. */
    String title();

    /** The cluster it plays in, and how fast its clock runs. */
    WorldSettings world();

    /** What must be heard for it to have gone right. */
    List<Expectation> expectations();

    /** Makes it happen, from services ready to the end; returns early only when something expected stays away. */
    void play(Stage stage);
}
