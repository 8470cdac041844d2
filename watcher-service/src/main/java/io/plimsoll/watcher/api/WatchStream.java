package io.plimsoll.watcher.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.watcher.project.KubernetesObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An open watch. {@link #close} may be called from another thread, and then a waiting {@link #next} fails. */
public final class WatchStream implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String END_OF_LIST = "k8s.io/initial-events-end";

    private final InputStream response;
    private @Nullable JsonParser parser;
    private final String kind;
    private final Set<String> unused;

    /** Reads nothing yet: the first byte may be long in coming, and until then the stream must be there to be cut. */
    WatchStream(InputStream response, String kind) {
        this.response = response;
        this.kind = kind;
        this.unused = Trees.unused(kind);
    }

    /**
     * Waits for the next notice.
     *
     * @return null when the server closed the watch in order
     * @throws IOException when the connection broke, or the watch was closed on this side
     */
    public @Nullable Notice next() throws IOException {
        JsonParser events = parser == null ? JSON.createParser(response) : parser;
        parser = events;
        while (true) {
            JsonToken token = events.nextToken();
            if (token == null) {
                return null;
            }
            if (token != JsonToken.START_OBJECT) {
                throw new IOException("the watch sent what is no event");
            }
            Notice notice = notice(events);
            if (notice != null) {
                return notice;
            }
        }
    }

    private @Nullable Notice notice(JsonParser parser) throws IOException {
        String type = "";
        JsonNode object = null;
        long bytes = 0;
        String field;
        while ((field = parser.nextFieldName()) != null) {
            parser.nextToken();
            if (field.equals("type")) {
                type = parser.getText();
            } else if (field.equals("object")) {
                long start = parser.currentTokenLocation().getByteOffset();
                object = Trees.read(parser, unused);
                bytes = parser.currentLocation().getByteOffset() - start;
            } else {
                parser.skipChildren();
            }
        }
        if (object == null) {
            throw new IOException("the watch sent an event without object");
        }
        return switch (type) {
            case "ADDED", "MODIFIED" -> new Notice.Changed(new KubernetesObject(kind, object, bytes));
            case "DELETED" -> new Notice.Removed(new KubernetesObject(kind, object, bytes));
            case "BOOKMARK" -> bookmark(object.path("metadata"));
            case "ERROR" -> new Notice.Refused(failure(object));
            default -> null; // a type of a later API: nothing is known of it
        };
    }

    private static Notice bookmark(JsonNode metadata) {
        return new Notice.Bookmark(
                metadata.path("resourceVersion").asText(""),
                metadata.path("annotations").path(END_OF_LIST).asText("").equals("true"));
    }

    static ApiFailure failure(JsonNode status) {
        String message = status.path("message").asText(status.path("reason").asText(""));
        return ApiFailure.ofStatus(
                versionIsOfNoUse(status) ? 410 : status.path("code").asInt(500), message, retryAfter(status));
    }

    /**
     * Whether a Status says that the resourceVersion is too old, some servers with a code other than 410; or above all that
     * the server knows (504), as after a restore of its storage.
     */
    static boolean versionIsOfNoUse(JsonNode status) {
        String reason = status.path("reason").asText("");
        if (reason.equals("Expired") || reason.equals("Gone")) {
            return true;
        }
        for (JsonNode cause : status.path("details").path("causes")) {
            if (cause.path("reason").asText("").equals("ResourceVersionTooLarge")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Duration retryAfter(JsonNode status) {
        int seconds = status.path("details").path("retryAfterSeconds").asInt(0);
        return seconds > 0 ? Duration.ofSeconds(seconds) : null;
    }

    @Override
    public void close() {
        try {
            response.close();
        } catch (IOException e) {
            // it is of no more use either way
        }
    }
}
