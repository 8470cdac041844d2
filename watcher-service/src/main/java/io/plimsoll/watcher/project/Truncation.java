package io.plimsoll.watcher.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a fact fit into a record, by leaving out and marking rather than by failing.
 *
 * <p>The larger the fact, the more goes: first long texts are cut, then long lists and maps to fewer and fewer entries.
 * What has a bounded size always stays.
 */
final class Truncation {

    /** Largest object, and largest fact, in bytes of JSON, that passes whole; brokers take 1 MiB unless told otherwise. */
    static final int LARGEST = 900_000;

    private Truncation() {}

    /** The fact itself where it and the object behind it are of ordinary size. */
    static Fact fitting(Fact fact, long objectBytes) {
        if (objectBytes <= LARGEST / 4) {
            return fact; // a projection is never four times its object
        }
        JsonNode tree = Json.mapper().valueToTree(fact);
        if (objectBytes <= LARGEST && size(tree) <= LARGEST) {
            return fact;
        }
        Fact cut = shortened(tree, 4096, 1000);
        for (int entries = 100; size(tree) > LARGEST && entries >= 1; entries /= 10) {
            cut = shortened(tree, 256, entries);
        }
        return cut == null ? fact : cut;
    }

    private static @Nullable Fact shortened(JsonNode tree, int longestText, int mostEntries) {
        shorten(tree.path("body"), longestText, mostEntries);
        shorten(tree.path("problems"), longestText, mostEntries);
        ((ObjectNode) tree).put("truncated", true);
        try {
            return Json.mapper().treeToValue(tree, Fact.class);
        } catch (JsonProcessingException e) {
            return null; // what was written from a fact reads back as one
        }
    }

    private static void shorten(JsonNode node, int longestText, int mostEntries) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (int i = 0; i < names.size(); i++) {
                if (i >= mostEntries && i >= 40) { // no record has as many fields: this is a map
                    object.remove(names.get(i));
                    continue;
                }
                JsonNode value = object.get(names.get(i));
                if (value.isTextual() && value.textValue().length() > longestText) {
                    object.set(
                            names.get(i),
                            TextNode.valueOf(
                                    Reading.wellFormed(value.textValue().substring(0, longestText)) + "…"));
                }
                shorten(value, longestText, mostEntries);
            }
        } else if (node instanceof ArrayNode array) {
            while (array.size() > mostEntries) {
                array.remove(array.size() - 1);
            }
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual() && array.get(i).textValue().length() > longestText) {
                    array.set(
                            i,
                            TextNode.valueOf(
                                    Reading.wellFormed(array.get(i).textValue().substring(0, longestText)) + "…"));
                }
                shorten(array.get(i), longestText, mostEntries);
            }
        }
    }

    private static int size(JsonNode tree) {
        try {
            return Json.mapper().writeValueAsBytes(tree).length;
        } catch (JsonProcessingException e) {
            return Integer.MAX_VALUE;
        }
    }
}
