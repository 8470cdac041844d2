package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import java.util.List;

/** The cluster-autoscaler's command line: {@code command} and {@code args} of its container, in order. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ClusterAutoscalerConfig(List<String> arguments) implements FactBody {

    public ClusterAutoscalerConfig {
        arguments = Copies.list(arguments);
    }
}
