package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.http.Exchange;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.Listing;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.table.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code get} and {@code list}. Bodies are put together from the objects' cached bytes. */
final class ReadCalls {

    private final ObjectStore store;
    private final Continuations continuations;
    private final Tables tables;

    ReadCalls(ObjectStore store, Continuations continuations, Tables tables) {
        this.store = store;
        this.continuations = continuations;
        this.tables = tables;
    }

    void get(ApiRequest request, ResourceType type, Exchange exchange) throws IOException {
        StoredObject object = store.get(type, request.namespace(), request.name());
        if (request.wantsTable()) {
            ObjectNode table = tables.of(type, List.of(object), includeObject(request));
            table.withObjectProperty("metadata").put("resourceVersion", Long.toString(object.resourceVersion()));
            Answers.json(exchange, 200, table);
        } else {
            Answers.bytes(exchange, 200, object.bytes());
        }
    }

    void list(ApiRequest request, ResourceType type, Exchange exchange) throws IOException {
        String token = request.http().parameter("continue");
        int limit = limit(request);
        Continuations.Rest rest;
        if (token.isEmpty()) {
            checkVersion(request);
            Listing listing = Selection.of(type, request).read(store);
            rest = new Continuations.Rest(listing.items(), 0, listing.resourceVersion());
        } else {
            rest = continuations.resume(token);
        }
        int end = (int) Math.min((long) rest.from() + limit, rest.items().size());
        List<StoredObject> page = rest.items().subList(rest.from(), end);
        ObjectNode metadata = Json.NODES.objectNode();
        metadata.put("resourceVersion", Long.toString(rest.resourceVersion()));
        if (end < rest.items().size()) {
            metadata.put("continue", continuations.remember(rest.items(), end, rest.resourceVersion()));
            metadata.put("remainingItemCount", rest.items().size() - end);
        }
        if (request.wantsTable()) {
            ObjectNode table = tables.of(type, page, includeObject(request));
            table.set("metadata", metadata);
            Answers.json(exchange, 200, table);
        } else {
            write(type, metadata, page, exchange);
        }
    }

    private static void write(ResourceType type, ObjectNode metadata, List<StoredObject> page, Exchange exchange)
            throws IOException {
        try (OutputStream out = exchange.stream(200, Answers.JSON)) {
            out.write("{\"kind\":\"%sList\",\"apiVersion\":\"%s\",\"metadata\":"
                    .formatted(type.kind(), type.apiVersion())
                    .getBytes(StandardCharsets.UTF_8));
            out.write(Json.bytes(metadata));
            out.write(",\"items\":[".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < page.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                out.write(page.get(i).bytes());
            }
            out.write("]}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int limit(ApiRequest request) {
        String limit = request.http().parameter("limit");
        try {
            int wanted = limit.isEmpty() ? 0 : Integer.parseInt(limit);
            return wanted <= 0 ? Integer.MAX_VALUE : wanted;
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("limit: Invalid value: \"%s\"".formatted(limit));
        }
    }

    /** A list from the future is refused as the watch cache refuses it. */
    private void checkVersion(ApiRequest request) {
        String wanted = request.http().parameter("resourceVersion");
        if (wanted.isEmpty()) {
            return;
        }
        long version = WatchCalls.version(wanted);
        if (version > store.resourceVersion()) {
            throw new ApiException(ApiStatus.of(
                            504,
                            "Timeout",
                            "Timeout: Too large resource version: %d, current: %d"
                                    .formatted(version, store.resourceVersion()))
                    .because(new ApiStatus.Cause("ResourceVersionTooLarge", "Too large resource version", ""))
                    .retryAfter(1));
        }
    }

    static Tables.Include includeObject(ApiRequest request) {
        return switch (request.http().parameter("includeObject")) {
            case "None" -> Tables.Include.NOTHING;
            case "Object" -> Tables.Include.OBJECT;
            default -> Tables.Include.METADATA;
        };
    }
}
