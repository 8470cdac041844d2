package io.plimsoll.actuator.request;

import static io.plimsoll.actuator.request.Fields.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.decision.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the {@code action} of a request. */
final class WorkReader {

    static final int MOST_NODES = 5_000;
    static final int LONGEST_NODE_NAME = 253;

    /** RFC 1123: labels of lower-case letters, digits and inner dashes, parted by single dots. */
    private static final Pattern NODE_NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*+(?<!-))(\\.[a-z0-9]([-a-z0-9]*+(?<!-)))*+");

    private static final int LONGEST_SELECTOR = 4_096;
    private static final Duration LONGEST_PAUSE = Duration.ofDays(31);
    private static final Set<String> FIELDS = Set.of("type", "nodes", "then", "request", "scope", "until");
    private static final Map<String, Set<String>> TYPES = Map.of(
            "cordon", Set.of("nodes"),
            "uncordon", Set.of("nodes"),
            "drain", Set.of("nodes", "then"),
            "complete", Set.of("nodes"),
            "plan", Set.of("nodes"),
            "cancel", Set.of("request"),
            "pause", Set.of("scope", "until"),
            "resume", Set.of("scope"));

    private WorkReader() {}

    static @Nullable Work read(Fields request, Instant now) {
        Fields action = request.object("action", FIELDS);
        if (action == null) {
            return request.has("action") ? null : request.missing("action", "say what to do: " + types());
        }
        String type = action.text("type", 32);
        if (type == null) {
            return action.has("type") ? null : action.missing("type", "give one of " + types());
        }
        Set<String> takes = TYPES.get(type);
        if (takes == null) {
            return action.wrong("UNKNOWN_ACTION", "type", "is " + quoted(type), "give one of " + types());
        }
        refuseWhatDoesNotBelong(action, type, takes);
        return switch (type) {
            case "cancel" -> cancel(action);
            case "pause", "resume" -> pauseOrResume(action, type, now);
            default -> onNodes(action, type);
        };
    }

    private static void refuseWhatDoesNotBelong(Fields action, String type, Set<String> takes) {
        for (String field : new TreeSet<>(FIELDS)) {
            if (action.has(field) && !field.equals("type") && !takes.contains(field)) {
                action.wrong(
                        "CONFLICTING_FIELD",
                        field,
                        "does not belong to the action " + type,
                        "remove it; " + type + " takes " + String.join(", ", new TreeSet<>(takes)));
            }
        }
    }

    private static @Nullable Work onNodes(Fields action, String type) {
        Then then = then(action);
        NodeSelection nodes = nodes(action, type);
        if (nodes == null) {
            return null;
        }
        return switch (type) {
            case "cordon" -> new Work.Cordon(nodes);
            case "uncordon" -> new Work.Uncordon(nodes);
            case "complete" -> new Work.Complete(nodes);
            case "plan" -> new Work.Preview(nodes);
            default -> new Work.Drain(nodes, then);
        };
    }

    /** Held by default: a node that is drained is drained for a purpose, and only its requester knows when it's served. */
    private static Then then(Fields action) {
        String given = action.text("then", 32);
        if (given == null) {
            return Then.HOLD;
        }
        for (Then then : Then.values()) {
            if (wireName(then).equals(given)) {
                return then;
            }
        }
        action.wrong(
                "UNKNOWN_VALUE",
                "then",
                "is " + quoted(given),
                "give one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Then.values())
                                        .map(WorkReader::wireName)
                                        .toList()));
        return Then.HOLD;
    }

    private static @Nullable NodeSelection nodes(Fields action, String type) {
        Fields nodes = action.object("nodes", Set.of("names", "selector"));
        if (nodes == null) {
            return action.has("nodes")
                    ? null
                    : action.missing("nodes", "say which nodes to " + type + ", by name or selector");
        }
        List<String> names = names(nodes);
        LabelSelector selector = selector(nodes);
        JsonNode given = nodes.node("names");
        boolean namesNone = given == null || (given.isArray() && given.isEmpty());
        if (namesNone && !nodes.has("selector")) {
            return action.wrong("NO_NODES", "nodes", "names no node and has no selector", "name at least one node");
        }
        return new NodeSelection(names, selector);
    }

    private static List<String> names(Fields nodes) {
        JsonNode list = nodes.node("names");
        if (list == null) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MOST_NODES) {
            nodes.wrong(
                    list.isArray() ? "TOO_MANY" : "WRONG_TYPE",
                    "names",
                    list.isArray() ? "has " + list.size() + " entries" : "is no JSON array",
                    "give an array of at most " + MOST_NODES + " node names");
            return List.of();
        }
        var names = new LinkedHashSet<String>();
        for (JsonNode name : list) {
            if (name.isTextual() && isNodeName(name.textValue())) {
                names.add(name.textValue());
            } else {
                nodes.wrong(
                        "INVALID_NODE_NAME",
                        "names",
                        "has " + quoted(name.asText()) + ", which can be no node's name",
                        "name each node in full (lower-case letters, digits, '-' and '.'), or use a selector");
            }
        }
        return List.copyOf(names);
    }

    static boolean isNodeName(String name) {
        return name.length() <= LONGEST_NODE_NAME && NODE_NAME.matcher(name).matches();
    }

    private static @Nullable LabelSelector selector(Fields nodes) {
        String text = nodes.text("selector", LONGEST_SELECTOR);
        if (text == null) {
            return null;
        }
        if (text.isBlank()) {
            return nodes.wrong("INVALID_SELECTOR", "selector", "is empty and would select every node", "remove it");
        }
        try {
            return SelectorReader.parse(text);
        } catch (IllegalArgumentException e) {
            return nodes.wrong(
                    "INVALID_SELECTOR",
                    "selector",
                    String.valueOf(e.getMessage()),
                    "write it as kubectl does: pool=batch,zone in (a,b),!gpu");
        }
    }

    private static @Nullable Work cancel(Fields action) {
        String id = action.text("request", RequestReader.LONGEST_ID);
        if (id == null) {
            return action.has("request") ? null : action.missing("request", "give the id of the request to cancel");
        }
        return RequestReader.isId(id)
                ? new Work.Cancel(id)
                : action.wrong("INVALID_ID", "request", "is " + quoted(id), RequestReader.ID_REMEDY);
    }

    private static @Nullable Work pauseOrResume(Fields action, String type, Instant now) {
        Instant until = action.instant("until", Instant.EPOCH, now.plus(LONGEST_PAUSE));
        Scope scope = scope(action);
        if (scope == null) {
            return null;
        }
        return type.equals("pause") ? new Work.Pause(scope, until) : new Work.Resume(scope);
    }

    private static @Nullable Scope scope(Fields action) {
        Fields scope = action.object("scope", Set.of("kind", "name"));
        if (scope == null) {
            return action.has("scope")
                    ? null
                    : action.missing("scope", "give {\"kind\": \"Cluster\"}, or a kind and a name");
        }
        String given = scope.text("kind", 32);
        String name = scope.text("name", LONGEST_NODE_NAME);
        if (given == null) {
            return scope.has("kind") ? null : scope.missing("kind", "give one of " + scopes());
        }
        for (Scope.Kind kind : Scope.Kind.values()) {
            if (kind.name().equals(given)) {
                return named(scope, kind, name);
            }
        }
        return scope.wrong("UNKNOWN_VALUE", "kind", "is " + quoted(given), "give one of " + scopes());
    }

    private static @Nullable Scope named(Fields scope, Scope.Kind kind, @Nullable String name) {
        if (kind == Scope.Kind.Cluster) {
            return name == null
                    ? Scope.cluster()
                    : scope.wrong("CONFLICTING_FIELD", "name", "does not belong to the whole cluster", "remove it");
        }
        if (name == null || name.isBlank()) {
            return scope.missing("name", "say which " + kind + " is meant");
        }
        if (kind == Scope.Kind.Node && !isNodeName(name)) {
            return scope.wrong("INVALID_NODE_NAME", "name", "is " + quoted(name), "give a node's full name");
        }
        return new Scope(kind, name);
    }

    private static String scopes() {
        return Stream.of(Scope.Kind.values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    private static String types() {
        return String.join(", ", new TreeSet<>(TYPES.keySet()));
    }

    private static String wireName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
