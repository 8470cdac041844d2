package io.plimsoll.simulator.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A count, or a share of a total; shares round up wherever a budget uses them. */
public record IntOrPercent(int value, boolean percent) {

    /** @throws IllegalArgumentException for a string that is no percentage */
    public static @Nullable IntOrPercent of(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        return node.isNumber() ? new IntOrPercent(node.asInt(), false) : parse(node.asText());
    }

    public static IntOrPercent parse(String text) {
        try {
            return text.endsWith("%")
                    ? new IntOrPercent(Integer.parseInt(text.substring(0, text.length() - 1)), true)
                    : new IntOrPercent(Integer.parseInt(text), false);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("invalid value for IntOrString: " + text, e);
        }
    }

    public int roundedUp(int total) {
        return percent ? Math.toIntExact(Math.ceilDiv((long) value * total, 100L)) : value;
    }

    /** Rolling updates round {@code maxUnavailable} down. */
    public int roundedDown(int total) {
        return percent ? Math.toIntExact(Math.floorDiv((long) value * total, 100L)) : value;
    }
}
