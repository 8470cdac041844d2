package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The group a node is scaled in.
 *
 * @param label the label it was read from; null where it was derived from instance type and zone (low confidence)
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record NodeGroup(String name, @Nullable String label) {

    public NodeGroup {
        name = name == null ? "" : name;
    }
}
