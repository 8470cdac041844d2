package io.plimsoll.actuator.signature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.actuator.request.NodeSelection;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who may ask, by the ids of their keys.
 *
 * <p>Read from JSON; a slip in it is an error that names its place, never a wider right: unknown fields are refused.
 */
public record Keyring(List<Requester> requesters) {

    private static final Set<String> ACTIONS =
            Set.of("cordon", "uncordon", "drain", "complete", "cancel", "pause", "resume", "plan");
    private static final Set<String> FIELDS = Set.of("name", "keys", "actions", "nodes", "maxNodes", "maxHours");
    private static final int MOST_HOURS = 24 * 31;
    private static final int USUAL_HOURS = 24;

    public Keyring {
        requesters = List.copyOf(requesters);
    }

    /** Whose key that is; null where it is nobody's. */
    @Nullable
    Requester owner(String keyId) {
        return requesters.stream()
                .filter(requester -> requester.keys().containsKey(keyId))
                .findFirst()
                .orElse(null);
    }

    /**
     * Reads the file's content.
     *
     * @throws IllegalArgumentException with one line that says what is wrong with it, and where
     */
    public static Keyring read(byte[] json) {
        JsonNode list = tree(json).path("requesters");
        require(list.isArray() && !list.isEmpty(), "requesters", "must be a list of at least one requester");
        List<Requester> requesters = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonNode each : list) {
            String place = "requesters[" + requesters.size() + "]";
            Requester requester = requester(each, place);
            require(seen.add("name " + requester.name()), place + ".name", "is given twice: " + requester.name());
            requester
                    .keys()
                    .keySet()
                    .forEach(id -> require(seen.add("key " + id), place, "key " + id + " is given twice"));
            requesters.add(requester);
        }
        return new Keyring(requesters);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return Json.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no readable JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it can't be read as JSON", e);
        }
    }

    private static Requester requester(JsonNode node, String place) {
        Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                unknown.add(field);
            }
        });
        require(unknown.isEmpty(), place, "has unknown fields " + unknown);
        String name = node.path("name").asText("");
        require(!name.isBlank(), place + ".name", "is missing");
        Integer maxNodes = node.has("maxNodes") ? node.path("maxNodes").asInt(0) : null;
        require(maxNodes == null || maxNodes > 0, place + ".maxNodes", "must be a number above 0");
        int hours = node.has("maxHours") ? node.path("maxHours").asInt(0) : USUAL_HOURS;
        require(hours > 0 && hours <= MOST_HOURS, place + ".maxHours", "must be from 1 to " + MOST_HOURS);
        return new Requester(
                name,
                keys(node.path("keys"), place),
                actions(node, place),
                nodes(node, place),
                maxNodes,
                Duration.ofHours(hours));
    }

    private static Set<String> actions(JsonNode node, String place) {
        Set<String> actions = new HashSet<>();
        node.path("actions").forEach(action -> actions.add(action.asText()));
        require(!actions.isEmpty(), place + ".actions", "names no action");
        require(
                ACTIONS.containsAll(actions),
                place + ".actions",
                "are " + new TreeSet<>(actions) + ", known are " + new TreeSet<>(ACTIONS));
        return actions;
    }

    private static @Nullable String nodes(JsonNode node, String place) {
        if (!node.has("nodes")) {
            return null;
        }
        String selector = node.path("nodes").asText("");
        require(!selector.isBlank(), place + ".nodes", "is empty; leave it out for all nodes");
        try {
            NodeSelection.selected(selector);
            return selector;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ".nodes " + e.getMessage(), e);
        }
    }

    private static Map<String, PublicKey> keys(JsonNode list, String place) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        for (JsonNode key : list) {
            String id = key.path("id").asText("");
            require(!id.isBlank(), place + ".keys", "has a key without id");
            require(!keys.containsKey(id), place + ".keys", "key " + id + " is given twice");
            keys.put(id, publicKey(key.path("publicKey").asText(""), place + ".keys " + id));
        }
        require(!keys.isEmpty(), place + ".keys", "has no key");
        return keys;
    }

    /** As {@code openssl pkey -pubout} writes it, with or without its first and last line. */
    private static PublicKey publicKey(String text, String place) {
        String base64 = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    place + ": publicKey is no Ed25519 key as openssl pkey -pubout writes it", e);
        }
    }

    private static void require(boolean holds, String place, String what) {
        if (!holds) {
            throw new IllegalArgumentException(place + " " + what);
        }
    }
}
