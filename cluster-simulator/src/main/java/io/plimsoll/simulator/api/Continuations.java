package io.plimsoll.simulator.api;

import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Lists under way in chunks, each at the version it was begun at. The longest unused is forgotten first. */
final class Continuations {

    private static final int REMEMBERED = 64;

    /** What a list will still give. */
    record Rest(List<StoredObject> items, int from, long resourceVersion) {}

    private final SequencedMap<Long, Rest> lists = new LinkedHashMap<>(16, 0.75f, true);
    private long next;

    /** @return the token that continues the list at item {@code from} */
    synchronized String remember(List<StoredObject> items, int from, long resourceVersion) {
        long id = ++next;
        lists.put(id, new Rest(items, from, resourceVersion));
        if (lists.size() > REMEMBERED) {
            lists.pollFirstEntry();
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"v\":\"meta.k8s.io/v1\",\"rv\":%d,\"start\":\"%d\"}"
                        .formatted(resourceVersion, id)
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ApiException 410 if the list is forgotten, 400 if the token isn't one */
    synchronized Rest resume(String token) {
        long id;
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            id = Json.read(text.getBytes(StandardCharsets.UTF_8), "json")
                    .path("start")
                    .asLong(-1);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("continue key is not valid: " + e.getMessage());
        }
        Rest rest = lists.get(id);
        if (rest == null) {
            throw ApiException.expired("The provided continue parameter is too old to display a consistent list "
                    + "result. You can start a new list without the continue parameter.");
        }
        return rest;
    }

    /** Forgets every list begun before. */
    synchronized void forget() {
        lists.clear();
    }
}
