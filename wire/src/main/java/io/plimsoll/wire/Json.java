package io.plimsoll.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.regex.Pattern;

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

    /** Jackson's way of saying that it doesn't show what it read. */
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^\\]]*?; line: (\\d+), column: (\\d+)]");

    private Json() {}

    /** The one mapper; not to be reconfigured (copy it first). */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** What is wrong with a text, in one line for people, without the text. */
    public static String fault(JsonProcessingException e) {
        String first =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("not JSON");
        return SOURCE.matcher(first).replaceAll("line $1, column $2");
    }
}
