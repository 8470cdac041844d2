package io.plimsoll.watcher.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.watcher.project.KubernetesObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Reads a list's response and hands its items over one by one, so that never more than one lies in memory. */
final class ListReader {

    private static final JsonFactory JSON = new JsonFactory();

    private ListReader() {}

    static Page read(InputStream response, String kind, ItemConsumer consumer)
            throws IOException, InterruptedException {
        try (JsonParser parser = JSON.createParser(response)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the list's response is no JSON object");
            }
            String resourceVersion = "";
            String next = "";
            boolean items = false;
            String field;
            while ((field = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                items |= field.equals("items");
                if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
                    JsonNode metadata = Trees.read(parser, Set.of());
                    resourceVersion = metadata.path("resourceVersion").asText("");
                    next = metadata.path("continue").asText("");
                } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
                    readItems(parser, kind, consumer);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("the list's response ends too early");
            }
            if (!items) { // or all that was known would be gone
                throw new IOException("the response is no list");
            }
            if (parser.nextToken()
                    != null) { // read to its end, so that closing it cuts no connection that is in use again
                throw new IOException("the list's response goes on after its end");
            }
            return new Page(resourceVersion, next);
        }
    }

    private static void readItems(JsonParser parser, String kind, ItemConsumer items)
            throws IOException, InterruptedException {
        Set<String> unused = Trees.unused(kind);
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            long start = parser.currentTokenLocation().getByteOffset();
            JsonNode item = Trees.read(parser, unused);
            items.accept(
                    new KubernetesObject(kind, item, parser.currentLocation().getByteOffset() - start));
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new IOException("the list's response ends in the middle of its items");
        }
    }
}
