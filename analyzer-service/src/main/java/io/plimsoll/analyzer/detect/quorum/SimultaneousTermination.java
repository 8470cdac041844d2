package io.plimsoll.analyzer.detect.quorum;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.detect.quorum.MemberPast.Departure;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Recorder;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * S2: several members of a StatefulSet were told to go at nearly the same time.
 *
 * <p>An orderly update takes one member after the other, each ready before the next goes, so it never has two away.
 * Members beyond the wished replicas don't count: that is a scale-down. Whoever deletes a whole namespace deletes its pods
 * moments before the set itself.
 *
 * @param window members that went no further apart than this went together
 * @param members so many are a warning; critical where fewer ready ones than the majority remain
 * @param settles a set that is itself gone so soon after was meant to go
 * @param memory how long members that don't come back are held against it
 * @param keepFor they must be back for so long
 */
public record SimultaneousTermination(Duration window, int members, Duration settles, Duration memory, Duration keepFor)
        implements Detector {

    public static SimultaneousTermination defaults() {
        return new SimultaneousTermination(
                Duration.ofSeconds(60), 2, Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofMinutes(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.S2;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.STATEFUL_SETS, Resource.PODS);
    }

    @Override
    public List<Recorder<?>> recorders() {
        return List.of(new MemberPasts());
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        StatefulSets.affected(change, subjects);
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        ClusterState state = situation.state();
        Tracked<WorkloadState> set = StatefulSets.at(subject, state);
        if (set == null || set.body().deletionTimestamp() != null) {
            return Evaluation.nothing();
        }
        List<Departure> together = together(MemberPasts.of(state, set.ref()), situation.now());
        if (together.size() < members) {
            return Evaluation.nothing();
        }
        int replicas = StatefulSets.wished(set);
        int ready = StatefulSets.readyPods(set, state);
        Quorum quorum = new Quorum(replicas);
        boolean lost = quorum.lostWith(ready);
        Level warning = Level.warning(settles);
        Finding finding = Finding.about(StatefulSets.ref(set))
                .levels(lost ? List.of(warning, Level.critical(settles)) : List.of(warning))
                .keepFor(keepFor)
                .measured("replicas", replicas)
                .measured("ready", ready)
                .measured("majority", quorum.majority())
                .measured("terminating", together.size())
                .measured("pods", together.stream().map(Departure::pod).sorted().toList())
                .threshold("terminating", members)
                .threshold("window", window)
                .cause(lost ? "MAJORITY_LOST" : "MAJORITY_KEPT")
                .summary(together.size() + " of " + replicas + " members of StatefulSet "
                        + set.ref().display()
                        + " were told to go within " + window.toSeconds() + " s; " + ready
                        + (ready == 1 ? " ready one remains" : " ready ones remain") + ", the majority is "
                        + quorum.majority())
                .suggest(SuggestedAction.PAUSE_MAINTENANCE)
                .evidence(set.evidence(Map.of("replicas", replicas)))
                .build();
        Instant forgotten = together.getFirst().at().plus(memory);
        return Evaluation.of(finding).reviewedAt(forgotten);
    }

    /** The largest number of absent members that went within one window, oldest first. */
    private List<Departure> together(MemberPast past, Instant now) {
        List<Departure> absent = past.departures().stream()
                .filter(departure -> departure.at().plus(memory).isAfter(now))
                .sorted(Comparator.comparing(Departure::at))
                .toList();
        List<Departure> most = List.of();
        for (int first = 0; first < absent.size(); first++) {
            Instant last = absent.get(first).at().plus(window);
            List<Departure> within = absent.subList(first, absent.size()).stream()
                    .filter(departure -> !departure.at().isAfter(last))
                    .toList();
            most = within.size() > most.size() ? within : most;
        }
        return most;
    }
}
