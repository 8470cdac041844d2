package io.plimsoll.wire.read;

import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.OwnerRef;
import java.io.IOException;
import java.time.Instant;

/** Parts that pods and workloads have alike. */
final class PartReader {

    private PartReader() {}

    static OwnerRef owner(Tokens in) throws IOException {
        String kind = "";
        String name = "";
        String uid = null;
        in.startObject();
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "kind" -> kind = in.text();
                case "name" -> name = in.text();
                case "uid" -> uid = in.text();
                default -> in.skip();
            }
        }
        return new OwnerRef(kind, name, uid);
    }

    static Condition condition(Tokens in) throws IOException {
        String type = "";
        String status = "";
        String reason = null;
        String message = null;
        Instant since = null;
        in.startObject();
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "type" -> type = in.text();
                case "status" -> status = in.text();
                case "reason" -> reason = in.text();
                case "message" -> message = in.unique();
                case "lastTransitionTime" -> since = in.instant();
                default -> in.skip();
            }
        }
        return new Condition(type, status, reason, message, since);
    }
}
