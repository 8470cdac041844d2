package io.plimsoll.analyzer.detect;

import java.util.List;

/** Every detector there is, with its default thresholds; parents before those they explain. */
public final class Detectors {

    private Detectors() {}

    public static List<Detector> all() {
        return List.of();
    }
}
