package io.plimsoll.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** CloudEvents 1.0 in binary mode: the attributes as record headers, the data as the value. */
public final class CloudEvents {

    public static final String TYPE_HEADER = "ce_type";

    private static final Header SPEC_VERSION = header("ce_specversion", "1.0");
    private static final Header JSON_CONTENT = header("content-type", "application/json");

    private CloudEvents() {}

    /**
     * The context of one event.
     *
     * @param source {@code /plimsoll/<service>/<cluster>}
     * @param subject what it is about; for facts the key, for alerts the fingerprint
     */
    public record Context(String id, String source, String type, Instant time, String subject) {}

    public static String source(String service, String cluster) {
        return "/plimsoll/" + service + "/" + cluster;
    }

    /** The headers of one event, in the order of the contract. */
    public static List<Header> headers(Context context) {
        return List.of(
                SPEC_VERSION,
                header("ce_id", context.id()),
                header("ce_source", context.source()),
                header(TYPE_HEADER, context.type()),
                header("ce_time", context.time().toString()),
                header("ce_subject", context.subject()),
                JSON_CONTENT);
    }

    /** The last header of that name as text, or null. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}
