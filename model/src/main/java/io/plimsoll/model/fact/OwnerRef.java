package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Who owns an object. For pods the workload is the topmost owner known: the Deployment, not its ReplicaSet. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record OwnerRef(String kind, String name, @Nullable String uid) {

    public OwnerRef {
        kind = kind == null ? "" : kind;
        name = name == null ? "" : name;
    }
}
