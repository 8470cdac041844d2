package io.plimsoll.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Names, uids and time stamps of new objects. */
final class Identities {

    /** The letters of Kubernetes' generated names: no vowels, nothing that looks like another. */
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;

    private final RandomGenerator random;

    Identities(RandomGenerator random) {
        this.random = random;
    }

    void complete(ResourceType type, ObjectNode object, Instant now) {
        if (!object.has("apiVersion")) {
            object.put("apiVersion", type.apiVersion());
        }
        if (!object.has("kind")) {
            object.put("kind", type.kind());
        }
        ObjectNode metadata = Metadata.of(object);
        if (!metadata.hasNonNull("name") && metadata.hasNonNull("generateName")) {
            metadata.put("name", metadata.get("generateName").asText() + suffix());
        }
        if (!metadata.hasNonNull("uid")) {
            metadata.put("uid", uid());
        }
        if (!metadata.hasNonNull("creationTimestamp")) {
            metadata.put("creationTimestamp", Metadata.time(now));
        }
        if (type.has(ResourceType.Trait.GENERATION)) {
            metadata.put("generation", 1);
        }
    }

    private String suffix() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private String uid() {
        long version4 = (random.nextLong() & ~0xF000L) | 0x4000L;
        long variant = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(version4, variant).toString();
    }
}
