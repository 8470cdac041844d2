package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.FieldChange;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Who last wrote a field of {@code spec}, from {@code metadata.managedFields}.
 *
 * <p>The newest entry that owns the field counts: a manager's entry bears the time of its last write to any of its fields.
 */
final class FieldManagers {

    private FieldManagers() {}

    static @Nullable FieldChange lastWriter(Reading object, String specField) {
        String owned = "f:" + specField;
        return object
                .at("metadata")
                .list(
                        "managedFields",
                        entry -> entry.json().path("fieldsV1").path("f:spec").has(owned)
                                ? new FieldChange(entry.textOr("manager", ""), entry.instant("time"))
                                : null)
                .stream()
                .max(Comparator.comparing(FieldChange::at, Comparator.nullsFirst(Comparator.naturalOrder())))
                .orElse(null);
    }
}
