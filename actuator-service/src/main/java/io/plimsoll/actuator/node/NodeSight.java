package io.plimsoll.actuator.node;

import io.plimsoll.model.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The node as our own view of the cluster has it.
 *
 * @param uid null when there is no node of that name
 * @param claim ours or somebody else's; null when there is none
 * @param pods those that have to leave
 */
public record NodeSight(
        @Nullable String uid,
        boolean cordoned,
        boolean ready,
        @Nullable String bootId,
        @Nullable Claim claim,
        List<PodSight> pods) {

    public NodeSight {
        pods = Copies.list(pods);
    }

    public static NodeSight absent() {
        return new NodeSight(null, false, false, null, null, List.of());
    }

    public boolean is(String wantedUid) {
        return wantedUid.equals(uid);
    }
}
