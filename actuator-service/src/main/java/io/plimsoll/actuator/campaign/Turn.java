package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.ledger.Remembered;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one turn.
 *
 * @param journal to be written, and acknowledged, before any effect; null means that the key is forgotten
 */
public record Turn(Map<String, @Nullable Remembered> journal, List<Effect> effects) {

    public Turn {
        journal = Collections.unmodifiableMap(new LinkedHashMap<>(journal));
        effects = List.copyOf(effects);
    }
}
