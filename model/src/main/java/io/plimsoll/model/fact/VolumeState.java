package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import io.plimsoll.model.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PersistentVolume, as far as it ties pods to nodes.
 *
 * @param local whether its data lies on one node
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record VolumeState(
        @Nullable String phase,
        boolean local,
        List<Affinity.NodeTerm> nodeTerms,
        @Nullable ObjectRef claim) implements FactBody {

    public VolumeState {
        nodeTerms = Copies.list(nodeTerms);
    }
}
