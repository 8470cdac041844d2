package io.plimsoll.watcher.project;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.ClaimState;
import io.plimsoll.model.fact.VolumeState;
import org.jspecify.annotations.Nullable;

/** What is kept of claims and volumes: whether a pod that needs them can start elsewhere. */
final class StorageProjection {

    private StorageProjection() {}

    static ClaimState claim(Reading claim, Surroundings surroundings) {
        Reading metadata = claim.at("metadata");
        Reading spec = claim.at("spec");
        String storageClass = spec.text("storageClassName");
        return new ClaimState(
                claim.at("status").text("phase"),
                spec.text("volumeName"),
                storageClass,
                storageClass == null ? null : surroundings.bindingMode(storageClass),
                metadata.instant("creationTimestamp"),
                metadata.instant("deletionTimestamp"));
    }

    static VolumeState volume(Reading volume) {
        Reading spec = volume.at("spec");
        return new VolumeState(
                volume.at("status").text("phase"),
                spec.has("local") || spec.has("hostPath"),
                spec.at("nodeAffinity").at("required").list("nodeSelectorTerms", PodProjection::nodeTerm),
                claimOf(spec.at("claimRef")));
    }

    private static @Nullable ObjectRef claimOf(Reading reference) {
        String name = reference.text("name");
        return name == null
                ? null
                : new ObjectRef("PersistentVolumeClaim", reference.text("namespace"), name, reference.text("uid"));
    }
}
