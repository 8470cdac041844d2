package io.plimsoll.watcher.term;

import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.watcher.watch.Pulse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all resources together come to, in words: those that fare alike share a line.
 *
 * @param synced whether every resource that can be had has been listed and is followed
 * @param unready what must be looked at, with what mends it
 * @param notes what is worth knowing
 */
record Standings(boolean synced, List<String> unready, List<String> notes) {

    static Standings of(List<Pulse> pulses) {
        boolean synced = true;
        Map<String, List<String>> unready = new LinkedHashMap<>();
        Map<String, List<String>> notes = new LinkedHashMap<>();
        for (Pulse pulse : pulses) {
            Currency currency = pulse.currency();
            String remedy = pulse.remedy();
            String line = currency.reason() + (remedy == null || remedy.isEmpty() ? "" : "; " + remedy);
            switch (currency.standing()) {
                case CURRENT -> {}
                case SYNCING -> {
                    synced = false;
                    boolean troubled = currency.reason() != null;
                    under(troubled ? unready : notes, troubled ? line : "first list under way", pulse);
                }
                case GAP -> {
                    synced = false;
                    under(unready, "not watched for " + currency.ageMillis() / 1000 + " s: " + line, pulse);
                }
                case ABSENT, FORBIDDEN -> under(notes, line, pulse);
            }
        }
        return new Standings(synced, lines(unready), lines(notes));
    }

    private static void under(Map<String, List<String>> lines, String line, Pulse pulse) {
        lines.computeIfAbsent(line, _ -> new ArrayList<>()).add(pulse.resource());
    }

    private static List<String> lines(Map<String, List<String>> lines) {
        return lines.entrySet().stream()
                .map(line -> String.join(", ", line.getValue()) + ": " + line.getKey())
                .toList();
    }
}
