package io.plimsoll.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What came of reading a record's value: bad input is a value, not an exception. */
public sealed interface Decoded<T> {

    /** It could be read. */
    record Good<T>(T value) implements Decoded<T> {}

    /** A null value: the key is deleted. */
    record Tombstone<T>() implements Decoded<T> {}

    /**
     * It could not be read.
     *
     * @param code EMPTY, TOO_LARGE, NEWER_MAJOR, UNKNOWN_TYPE or MALFORMED
     * @param message one line for people, without the content
     */
    record Bad<T>(String code, String message) implements Decoded<T> {}

    /** Largest value that is looked at, in bytes; Kafka's own default limit of a request. */
    int LARGEST = 1 << 20;

    /**
     * Reads a value as JSON of the given type.
     *
     * @param ceType the record's {@code ce_type} header, or null where it has none
     * @param expected the type with its major version, {@code io.plimsoll.fact.v1}
     */
    static <T> Decoded<T> of(byte @Nullable [] value, @Nullable String ceType, String expected, Class<T> type) {
        if (value == null) {
            return new Tombstone<>();
        }
        if (value.length == 0) {
            return new Bad<>("EMPTY", "the value is empty; a deletion is a null value");
        }
        if (value.length > LARGEST) {
            return new Bad<>("TOO_LARGE", "the value has " + value.length + " bytes, more than " + LARGEST);
        }
        if (ceType != null && !ceType.equals(expected)) {
            return mistyped(ceType, expected);
        }
        return parsed(value, type);
    }

    private static <T> Decoded<T> mistyped(String ceType, String expected) {
        String family = expected.substring(0, expected.lastIndexOf(".v") + 2);
        String shown = ceType.length() > 120 ? ceType.substring(0, 120) + "…" : ceType;
        return ceType.startsWith(family)
                ? new Bad<>("NEWER_MAJOR", "ce_type is " + shown + ", this version reads " + expected)
                : new Bad<>("UNKNOWN_TYPE", "ce_type is " + shown + ", expected " + expected);
    }

    private static <T> Decoded<T> parsed(byte[] value, Class<T> type) {
        try {
            T read = Json.mapper().readValue(value, type);
            return read == null ? new Bad<>("MALFORMED", "the value is a JSON null") : new Good<>(read);
        } catch (JsonProcessingException e) {
            return new Bad<>("MALFORMED", oneLine(e));
        } catch (IOException e) {
            return new Bad<>("MALFORMED", "the value can't be read as JSON");
        }
    }

    private static String oneLine(JsonProcessingException e) {
        String first = Json.fault(e);
        String message = first.length() > 300 ? first.substring(0, 300) + "…" : first;
        return e.getLocation() == null
                ? message
                : message + " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
