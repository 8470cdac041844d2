package io.plimsoll.analyzer.detect.quorum;

import io.plimsoll.analyzer.state.ClusterState;
import io.plimsoll.analyzer.state.Tracked;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.WorkloadState;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The claims that a StatefulSet makes for its members: {@code <template>-<set>-<ordinal>}. */
final class MemberClaims {

    static final String KIND = "PersistentVolumeClaim";

    private MemberClaims() {}

    /** The sets of the namespace that the claim is a present member's of. */
    static List<Tracked<WorkloadState>> setsOf(ObjectRef claim, ClusterState state) {
        String namespace = claim.namespace() == null ? "" : claim.namespace();
        return state.workloads(StatefulSets.KIND, namespace).stream()
                .filter(set -> set.body().claimTemplates().stream()
                        .anyMatch(template -> isOf(claim.name(), template + "-" + set.name(), set)))
                .toList();
    }

    private static boolean isOf(String claim, String prefix, Tracked<WorkloadState> set) {
        int ordinal = Ordinal.of(prefix, claim).orElse(-1);
        return ordinal >= 0 && ordinal < StatefulSets.wished(set);
    }

    /** The claims of the present members that are known, by name. */
    static List<Tracked<ClaimState>> of(Tracked<WorkloadState> set, ClusterState state) {
        return set.body().claimTemplates().stream()
                .flatMap(template -> IntStream.range(0, StatefulSets.wished(set))
                        .mapToObj(ordinal -> at(set, template + "-" + set.name() + "-" + ordinal, state)))
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    static @Nullable Tracked<ClaimState> at(Tracked<WorkloadState> set, String claim, ClusterState state) {
        return state.object(ClaimState.class, KIND, set.ref().namespace(), claim);
    }
}
