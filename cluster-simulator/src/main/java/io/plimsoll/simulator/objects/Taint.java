package io.plimsoll.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node's taint and who bears it. */
public record Taint(
        String key, String value, String effect, @Nullable Instant timeAdded) {

    public static final String NO_SCHEDULE = "NoSchedule";
    public static final String PREFER_NO_SCHEDULE = "PreferNoSchedule";
    public static final String NO_EXECUTE = "NoExecute";
    public static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
    public static final String NOT_READY = "node.kubernetes.io/not-ready";
    public static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    public static final String MEMORY_PRESSURE = "node.kubernetes.io/memory-pressure";

    public static Taint of(JsonNode taint) {
        return new Taint(
                Fields.text(taint, "key"),
                Fields.text(taint, "value"),
                Fields.text(taint, "effect"),
                Fields.instant(taint, "timeAdded"));
    }

    public static List<Taint> listOf(JsonNode node) {
        return Fields.items(node, "spec", "taints").stream().map(Taint::of).toList();
    }

    /** A pod's permission to be on a tainted node; {@code seconds} bounds it for NoExecute, null is for ever. */
    public record Toleration(
            String key,
            String operator,
            String value,
            String effect,
            @Nullable Long seconds) {

        public static Toleration of(JsonNode toleration) {
            JsonNode seconds = Fields.at(toleration, "tolerationSeconds");
            return new Toleration(
                    Fields.text(toleration, "key"),
                    Fields.text(toleration, "operator"),
                    Fields.text(toleration, "value"),
                    Fields.text(toleration, "effect"),
                    seconds.isMissingNode() ? null : seconds.asLong());
        }

        /** An empty effect tolerates every effect, an empty key with Exists every key. */
        public boolean tolerates(Taint taint) {
            if (!effect.isEmpty() && !effect.equals(taint.effect())) {
                return false;
            }
            if (!key.isEmpty() && !key.equals(taint.key())) {
                return false;
            }
            return operator.equals("Exists") || (!key.isEmpty() && value.equals(taint.value()));
        }
    }

    public boolean toleratedBy(List<Toleration> tolerations) {
        for (Toleration toleration : tolerations) {
            if (toleration.tolerates(this)) {
                return true;
            }
        }
        return false;
    }

    /** Null seconds of the answer: tolerated for ever; empty: not tolerated. The shortest of the matching ones counts. */
    public Optional<Long> toleratedSeconds(List<Toleration> tolerations) {
        List<Toleration> matching =
                tolerations.stream().filter(t -> t.tolerates(this)).toList();
        if (matching.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(matching.stream()
                .mapToLong(t -> t.seconds() == null ? Long.MAX_VALUE : Math.max(0, t.seconds()))
                .min()
                .orElse(Long.MAX_VALUE));
    }
}
