package io.plimsoll.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a change of a schema does beside adding, so that somebody who reads, or writes, by the old one is hurt.
 *
 * <p>What is there stays, of the same type and under the same name; properties, definitions, values of an enumeration and
 * kinds of a union may come. What a reader was promised in every record stays promised; of a writer nothing new may be
 * demanded.
 */
final class SchemaDiff {

    private final boolean writtenByOthers;
    private final List<String> broken = new ArrayList<>();

    private SchemaDiff(boolean writtenByOthers) {
        this.writtenByOthers = writtenByOthers;
    }

    /**
     * One line for each thing that isn't an addition; none when all is well.
     *
     * @param writtenByOthers true of requests, which others write and Plimsoll reads
     */
    static List<String> beyondAdding(JsonNode before, JsonNode after, boolean writtenByOthers) {
        SchemaDiff diff = new SchemaDiff(writtenByOthers);
        diff.object("", before, after);
        return List.copyOf(diff.broken);
    }

    private void object(String path, JsonNode before, JsonNode after) {
        for (Map.Entry<String, JsonNode> field : before.properties()) {
            member(path + "/" + field.getKey(), field.getKey(), field.getValue(), after.get(field.getKey()));
        }
        if (writtenByOthers && !before.has("required") && after.has("required") && !path.endsWith("/properties")) {
            broken.add(path + "/required is new");
        }
    }

    private void member(String path, String name, JsonNode before, JsonNode after) {
        if (after == null) {
            if (!(writtenByOthers && name.equals("required"))) {
                broken.add(path + " is gone");
            }
            return;
        }
        switch (name) {
            case "required" -> required(path, before, after);
            case "enum" -> contains(path, before, after);
            case "anyOf", "oneOf" -> union(path, before, after);
            default -> value(path, before, after);
        }
    }

    private void value(String path, JsonNode before, JsonNode after) {
        if (before.isObject() && after.isObject()) {
            object(path, before, after);
        } else if (!before.equals(after)) {
            broken.add(path + " was " + before + ", is " + after);
        }
    }

    private void required(String path, JsonNode before, JsonNode after) {
        if (!before.isArray()) {
            value(path, before, after); // a property of that name
            return;
        }
        Set<String> was = texts(before);
        Set<String> is = texts(after);
        Set<String> missing = new TreeSet<>(writtenByOthers ? is : was);
        missing.removeAll(writtenByOthers ? was : is);
        missing.forEach(property ->
                broken.add(path + (writtenByOthers ? " newly demands " : " no longer promises ") + property));
    }

    private void contains(String path, JsonNode before, JsonNode after) {
        Set<String> missing = new TreeSet<>(texts(before));
        missing.removeAll(texts(after));
        missing.forEach(value -> broken.add(path + " no longer has " + value));
    }

    /** Kinds of a union may come, but a value that couldn't be null stays so. */
    private void union(String path, JsonNode before, JsonNode after) {
        List<JsonNode> kinds = new ArrayList<>();
        after.forEach(kinds::add);
        for (JsonNode kind : before) {
            if (kinds.stream().noneMatch(other -> beyondAdding(kind, other, writtenByOthers)
                    .isEmpty())) {
                broken.add(path + " no longer has " + kind);
            }
        }
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
