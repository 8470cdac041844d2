package io.plimsoll.simulator.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request read whole.
 *
 * @param path decoded, without the query
 * @param query decoded, in the order given
 * @param headers by lower-case name; the last of several wins
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HttpRequest(
        String method, String path, Map<String, List<String>> query, Map<String, String> headers, byte[] body) {

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public String header(String name, String otherwise) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), otherwise);
    }

    /** The first value of a query parameter; empty if it isn't given. */
    public String parameter(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? "" : values.getFirst();
    }

    /** {@code true}, {@code 1}, or the bare name mean yes. */
    public boolean flag(String name) {
        List<String> values = query.get(name);
        return values != null
                && !values.isEmpty()
                && (values.getFirst().equals("true")
                        || values.getFirst().equals("1")
                        || values.getFirst().isEmpty());
    }

    boolean keepAlive() {
        return !header("connection", "").toLowerCase(Locale.ROOT).contains("close");
    }

    /** Whether the client asks for a WebSocket. */
    public boolean isUpgrade() {
        return header("upgrade", "").equalsIgnoreCase("websocket");
    }
}
