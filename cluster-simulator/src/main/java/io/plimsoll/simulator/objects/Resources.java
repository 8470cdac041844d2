package io.plimsoll.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** An amount of resources: CPU in thousandths, memory in bytes, others (devices, ephemeral storage) by name in units. */
public record Resources(long cpuMilli, long memory, Map<String, Long> others) {

    public static final Resources NONE = new Resources(0, 0, Map.of());

    public Resources {
        others = Map.copyOf(others);
    }

    /** From a {@code requests}, {@code limits}, {@code capacity} or {@code allocatable} map; {@code pods} is left out. */
    public static Resources of(JsonNode amounts) {
        if (amounts.isEmpty()) {
            return NONE;
        }
        long cpu = 0;
        long memory = 0;
        Map<String, Long> others = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : amounts.properties()) {
            String quantity = entry.getValue().asText("0");
            switch (entry.getKey()) {
                case "cpu" -> cpu = Quantities.milli(quantity);
                case "memory" -> memory = Quantities.units(quantity);
                case "pods" -> {}
                default -> others.put(entry.getKey(), Quantities.units(quantity));
            }
        }
        return new Resources(cpu, memory, others);
    }

    public Resources plus(Resources more) {
        if (others.isEmpty() && more.others.isEmpty()) {
            return new Resources(cpuMilli + more.cpuMilli, memory + more.memory, Map.of());
        }
        Map<String, Long> sum = new HashMap<>(others);
        more.others.forEach((name, amount) -> sum.merge(name, amount, Long::sum));
        return new Resources(cpuMilli + more.cpuMilli, memory + more.memory, sum);
    }

    public Resources minus(Resources less) {
        Map<String, Long> rest = new HashMap<>(others);
        less.others.forEach((name, amount) -> rest.merge(name, -amount, Long::sum));
        return new Resources(cpuMilli - less.cpuMilli, memory - less.memory, rest);
    }

    public Resources max(Resources other) {
        Map<String, Long> most = new HashMap<>(others);
        other.others.forEach((name, amount) -> most.merge(name, amount, Long::max));
        return new Resources(Math.max(cpuMilli, other.cpuMilli), Math.max(memory, other.memory), most);
    }

    public long other(String name) {
        return others.getOrDefault(name, 0L);
    }
}
