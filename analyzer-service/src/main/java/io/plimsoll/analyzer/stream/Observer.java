package io.plimsoll.analyzer.stream;

import io.plimsoll.analyzer.detect.growth.ContainerMemory;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.wire.DeadLetter;
import java.util.Map;

/** Is told what happens, for metrics and logs; the analysis doesn't depend on it. */
public interface Observer {

    Observer NONE = new Observer() {};

    default void factTaken(String kind) {}

    default void alertChanged(Alert alert) {}

    /** How an alert stands, whenever it is published, and once for each when the working set was taken back. */
    default void alertStands(Alert alert, Life life) {}

    /** An alert is long over. */
    default void alertForgotten(String fingerprint) {}

    default void decided(Decision decision) {}

    default void deadLettered(DeadLetter letter) {}

    /** How many containers' memory is judged how, with each tick of the cluster. */
    default void memoryJudged(String cluster, Map<ContainerMemory.Status, Integer> containers) {}

    /** The cluster isn't analysed here any more: another instance has taken it over, or this one ends. */
    default void released(String cluster) {}

    default void detectorFailed(AlertCode code, ObjectRef subject, RuntimeException failure) {}

    /** The working set of a partition was taken back from the store. */
    default void restored(int partition, int clusters, long objects, long millis) {}

    /** What lies in the store of a partition can't be read: the working set is built anew from the log. */
    default void storeUnreadable(int partition, RuntimeException why) {}

    /** The log of a partition has begun anew, as when its topic was made again. */
    default void logRestarted(int partition, long offset) {}
}
