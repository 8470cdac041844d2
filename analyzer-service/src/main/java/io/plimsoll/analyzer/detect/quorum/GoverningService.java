package io.plimsoll.analyzer.detect.quorum;

import io.plimsoll.analyzer.detect.Detector;
import io.plimsoll.analyzer.detect.Evaluation;
import io.plimsoll.analyzer.detect.Finding;
import io.plimsoll.analyzer.detect.Level;
import io.plimsoll.analyzer.detect.Situation;
import io.plimsoll.analyzer.state.Change;
import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Resource;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.SuggestedAction;
import io.plimsoll.model.fact.ServiceState;
import io.plimsoll.model.fact.WorkloadState;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * S4: a StatefulSet's governing Service is missing or not headless, so that its members have no names of their own.
 *
 * <p>That the Service publishes addresses of members that aren't ready is info: members find each other early that way,
 * clients find them too.
 *
 * @param heldFor how long it must be so: sets are often created moments before their Service
 */
public record GoverningService(Duration heldFor) implements Detector {

    public static GoverningService defaults() {
        return new GoverningService(Duration.ofMinutes(1));
    }

    @Override
    public AlertCode code() {
        return AlertCode.S4;
    }

    @Override
    public Set<String> inputs() {
        return Set.of(Resource.STATEFUL_SETS, Resource.SERVICES);
    }

    @Override
    public void affected(Change change, ClusterState state, Consumer<ObjectRef> subjects) {
        if (change.kind().equals(StatefulSets.KIND)) {
            subjects.accept(change.ref());
        }
        if (change.kind().equals("Service") && change.ref().namespace() != null) {
            state.workloads(StatefulSets.KIND, change.ref().namespace()).stream()
                    .filter(set -> change.ref().name().equals(set.body().serviceName()))
                    .forEach(set -> subjects.accept(set.ref()));
        }
    }

    @Override
    public Evaluation evaluate(ObjectRef subject, Situation situation) {
        Tracked<WorkloadState> set = StatefulSets.at(subject, situation.state());
        String name = set == null ? null : set.body().serviceName();
        if (set == null || name == null || name.isEmpty() || set.body().deletionTimestamp() != null) {
            return Evaluation.nothing();
        }
        Tracked<ServiceState> service = situation
                .state()
                .object(ServiceState.class, "Service", set.ref().namespace(), name);
        String of =
                "the governing Service " + name + " of StatefulSet " + set.ref().display();
        if (service == null) {
            return Evaluation.of(finding(set, "MISSING", Level.warning(heldFor), of + " doesn't exist"));
        }
        if (service.body().clusterIp() != null && !service.body().headless()) {
            return Evaluation.of(finding(
                    set,
                    "NOT_HEADLESS",
                    Level.warning(Duration.ZERO),
                    of + " has address " + service.body().clusterIp() + ": members have no names of their own"));
        }
        return service.body().publishNotReadyAddresses()
                ? Evaluation.of(finding(
                        set,
                        "PUBLISHES_NOT_READY",
                        Level.info(heldFor),
                        of + " publishes addresses of members that aren't ready"))
                : Evaluation.nothing();
    }

    private Finding finding(Tracked<WorkloadState> set, String cause, Level level, String summary) {
        return Finding.about(StatefulSets.ref(set))
                .levels(level.when(cause))
                .fallsToo()
                .cause(cause)
                .measured("replicas", StatefulSets.wished(set))
                .measured("service", set.body().serviceName())
                .threshold("heldFor", heldFor)
                .summary(summary)
                .suggest(SuggestedAction.INVESTIGATE)
                .evidence(set.evidence(
                        Map.of("serviceName", String.valueOf(set.body().serviceName()))))
                .build();
    }
}
