package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceRequest.Nodes;
import io.plimsoll.model.maintenance.MaintenanceRequest.Options;
import io.plimsoll.model.maintenance.MaintenanceRequest.RequestedAction;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checked form of what campaigns hold as it came; dropped with the campaign's end. */
final class Requests {

    private final RequestReader reader;
    private final Map<String, Request> read = new HashMap<>();

    Requests(String cluster) {
        this.reader = new RequestReader(cluster);
    }

    /** Null for a journalled request that this version doesn't understand. */
    @Nullable
    Request of(Campaign campaign) {
        Request known = read.get(campaign.id());
        if (known != null) {
            return known;
        }
        if (reader.check(campaign.source(), campaign.acceptedAt()) instanceof Reading.Accepted(var request, var _)) {
            read.put(campaign.id(), request);
            return request;
        }
        return null;
    }

    void forget(String id) {
        read.remove(id);
    }

    /**
     * A decision about one node, put as a request: everything else about the two is the same. What a request is bound by in
     * its sentence and its time, a decision isn't.
     */
    static MaintenanceRequest of(Decision decision, String type, @Nullable String then, Instant now) {
        String node = decision.scope().name();
        Instant farthest = now.plus(RequestReader.FARTHEST);
        Instant expires = decision.expiresAt();
        return new MaintenanceRequest(
                decision.id(),
                decision.cluster(),
                "analyzer",
                new RequestedAction(
                        type, new Nodes(node == null ? List.of() : List.of(node), null), then, null, null, null),
                brief(decision.explanation()),
                null,
                expires.isAfter(farthest) ? farthest : expires,
                0,
                null,
                new Options(null, null, null, null, null, null, null));
    }

    private static @Nullable String brief(@Nullable String sentence) {
        if (sentence == null) {
            return null;
        }
        String line = sentence.replaceAll("\\p{Cntrl}", " ");
        return line.substring(0, Math.min(line.length(), RequestReader.LONGEST_REASON));
    }
}
