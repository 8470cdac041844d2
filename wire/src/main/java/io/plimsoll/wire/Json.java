package io.plimsoll.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * JSON as the contracts have it: RFC 3339 instants in UTC, ISO 8601 durations, unknown fields ignored.
 *
 * <p>Nesting, lengths of names, numbers and strings are bounded by Jackson's own limits (depth 1,000, 20 MB a string).
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    /** The one mapper; not to be reconfigured (copy it first). */
    public static ObjectMapper mapper() {
        return MAPPER;
    }
}
