package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.store.WatchEvent;
import io.plimsoll.simulator.table.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lines of one watch: {@code {"type":…,"object":…}}. */
final class Frames {

    private final OutputStream out;
    private final ResourceType type;
    private final Selection selection;
    private final Tables tables;
    private final ApiRequest request;

    Frames(OutputStream out, ResourceType type, Selection selection, Tables tables, ApiRequest request) {
        this.out = out;
        this.type = type;
        this.selection = selection;
        this.tables = tables;
        this.request = request;
    }

    /** To a watch with a selector, an object that begins to match was added and one that ceases to was deleted. */
    void event(WatchEvent event) throws IOException {
        StoredObject previous = event.previous();
        boolean was = previous != null && selection.matches(previous);
        boolean is = event.kind() != WatchEvent.Kind.DELETED && selection.matches(event.object());
        if (was && is) {
            object("MODIFIED", event.object());
        } else if (is) {
            object("ADDED", event.object());
        } else if (was && previous != null) {
            deleted(event, previous);
        }
    }

    private void deleted(WatchEvent event, StoredObject previous) throws IOException {
        if (event.kind() == WatchEvent.Kind.DELETED) {
            object("DELETED", event.object());
        } else {
            ObjectNode last = previous.copy();
            last.withObjectProperty("metadata").put("resourceVersion", Long.toString(event.resourceVersion()));
            frame("DELETED", Json.bytes(last));
        }
    }

    void object(String kind, StoredObject object) throws IOException {
        if (request.wantsTable()) {
            ObjectNode table = tables.of(type, List.of(object), ReadCalls.includeObject(request));
            table.withObjectProperty("metadata").put("resourceVersion", Long.toString(object.resourceVersion()));
            frame(kind, Json.bytes(table));
        } else {
            frame(kind, object.bytes());
        }
    }

    void bookmark(long version, boolean initialEventsEnd) throws IOException {
        frame("BOOKMARK", Json.bytes(WatchCalls.bookmarkObject(type, version, initialEventsEnd)));
    }

    void error(ApiStatus status) throws IOException {
        frame("ERROR", Json.bytes(status.toJson()));
    }

    private void frame(String kind, byte[] object) throws IOException {
        out.write("{\"type\":\"".getBytes(StandardCharsets.UTF_8));
        out.write(kind.getBytes(StandardCharsets.UTF_8));
        out.write("\",\"object\":".getBytes(StandardCharsets.UTF_8));
        out.write(object);
        out.write("}\n".getBytes(StandardCharsets.UTF_8));
    }

    void flush() throws IOException {
        out.flush();
    }

    void close() throws IOException {
        out.close();
    }
}
