package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A volume that matters to moving the pod.
 *
 * @param claim the claim's name where {@code type} is {@code claim}
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record PodVolume(String name, String type, @Nullable String claim) {

    public PodVolume {
        name = name == null ? "" : name;
        type = type == null ? "" : type;
    }
}
