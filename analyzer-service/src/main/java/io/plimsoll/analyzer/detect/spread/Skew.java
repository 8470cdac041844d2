package io.plimsoll.analyzer.detect.spread;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pods by eligible domain, the empty domains too.
 *
 * @param pods count by domain, in the domains' order
 */
public record Skew(Map<String, Integer> pods) {

    public Skew {
        pods = Map.copyOf(pods);
    }

    /**
     * How far the fullest domain is above the emptiest.
     *
     * @param minDomains while fewer domains are eligible the emptiest counts as 0 (the API's rule); null means 1
     */
    public int value(@Nullable Integer minDomains) {
        int most = pods.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        int fewest = pods.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        boolean tooFew = minDomains != null && pods.size() < minDomains;
        return most - (tooFew ? 0 : fewest);
    }

    /** {@code a 3, b 0}: for people, in the domains' order. */
    public String display() {
        var text = new StringBuilder();
        new TreeMap<>(pods).forEach((domain, count) -> text.append(text.isEmpty() ? "" : ", ")
                .append(domain)
                .append(' ')
                .append(count));
        return text.toString();
    }
}
