package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plimsoll.model.Copies;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Service; headless where {@code clusterIp} is {@code None}. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ServiceState(@Nullable String clusterIp, Map<String, String> selector, boolean publishNotReadyAddresses)
        implements FactBody {

    public ServiceState {
        selector = Copies.map(selector);
    }

    public boolean headless() {
        return "None".equals(clusterIp);
    }
}
