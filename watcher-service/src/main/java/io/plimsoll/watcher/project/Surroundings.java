package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.OwnerRef;
import org.jspecify.annotations.Nullable;

/** What a projection needs to know of other objects. Whatever isn't known is null. */
public interface Surroundings {

    /** A lone object: nothing else is known. */
    Surroundings NONE = new Surroundings() {
        @Override
        public @Nullable OwnerRef ownerOf(String kind, String namespace, String name, String uid) {
            return null;
        }

        @Override
        public @Nullable Boolean bears(String kind, String namespace, String name, String uid) {
            return null;
        }

        @Override
        public @Nullable String bindingMode(String storageClass) {
            return null;
        }

        @Override
        public int counted(String namespace, String name, String uid) {
            return 0;
        }
    };

    /** The controller of that object. */
    @Nullable
    OwnerRef ownerOf(String kind, String namespace, String name, String uid);

    /** Whether the object of that name is the one with that uid; null where no object of that name is known. */
    @Nullable
    Boolean bears(String kind, String namespace, String name, String uid);

    /** The volume binding mode of a storage class. */
    @Nullable
    String bindingMode(String storageClass);

    /** How far the series of that event was counted by earlier records. */
    int counted(String namespace, String name, String uid);
}
