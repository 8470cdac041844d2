package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.OwnerRef;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of one object, in about 70 bytes: a uid as two words, hashes for the rest.
 *
 * @param uidText where the uid is no UUID
 * @param version hash of the resourceVersion: compared for equality only
 * @param content hash of what the last fact said; 0 where that isn't known
 * @param epoch of the last list or watch that held it
 * @param count of an event's series
 * @param sentAt when the last fact was made, in seconds since 1970
 * @param note owner of a ReplicaSet or Job, or the binding mode of a storage class as its name
 */
record Entry(
        long uidHigh,
        long uidLow,
        @Nullable String uidText,
        long version,
        long content,
        int epoch,
        int count,
        int sentAt,
        @Nullable OwnerRef note) {

    private static final int UUID_LENGTH = 36;

    static Entry of(String uid, String resourceVersion) {
        UUID uuid = parsed(uid);
        return new Entry(
                uuid == null ? 0 : uuid.getMostSignificantBits(),
                uuid == null ? 0 : uuid.getLeastSignificantBits(),
                uuid == null ? uid : null,
                Content.hash(resourceVersion),
                0,
                0,
                0,
                0,
                null);
    }

    Entry with(long newContent, int newEpoch, int newCount, int newSentAt) {
        return new Entry(uidHigh, uidLow, uidText, version, newContent, newEpoch, newCount, newSentAt, note);
    }

    Entry noting(@Nullable OwnerRef newNote) {
        return new Entry(uidHigh, uidLow, uidText, version, content, epoch, count, sentAt, newNote);
    }

    String uid() {
        return uidText == null ? new UUID(uidHigh, uidLow).toString() : uidText;
    }

    boolean sameObjectAs(Entry other) {
        return uidHigh == other.uidHigh
                && uidLow == other.uidLow
                && (uidText == null ? other.uidText == null : uidText.equals(other.uidText));
    }

    /** Whether a later sighting of the same object brings nothing that the log doesn't have. */
    boolean repeats(Entry later) {
        return version == later.version && content != 0;
    }

    boolean bears(String uid) {
        return sameObjectAs(of(uid, ""));
    }

    /** The uid where it is a UUID in its usual form, so that its text can be had back. */
    private static @Nullable UUID parsed(String uid) {
        if (uid.length() != UUID_LENGTH) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(uid);
            return uuid.toString().equals(uid) ? uuid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
