package io.plimsoll.model.alert;

import io.plimsoll.model.Copies;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One record of the log that an alert rests on.
 *
 * @param partition of {@code plimsoll.facts}
 * @param offset in that partition
 * @param fields what of the record mattered, by name, in the order of the names: the same alert is the same text in every
 *     process, however its fields were gathered
 */
public record Evidence(
        int partition,
        long offset,
        String kind,
        @Nullable String namespace,
        String name,
        @Nullable String uid,
        @Nullable String resourceVersion,
        Instant observedAt,
        Map<String, Object> fields) {

    public Evidence {
        fields = Copies.map(fields == null || fields.size() < 2 ? fields : new TreeMap<>(fields));
    }
}
