package io.plimsoll.simulator.load;

/**
 * A make of machine.
 *
 * @param model of its accelerators; empty for none
 */
public record NodeShape(long cpuMilli, long memoryMib, int gpus, String model) {

    /** Names the node group: model, accelerators, cores and GiB, such as {@code g2x8-96c-384g}. */
    public String group() {
        String accelerators =
                model.isEmpty() || gpus == 0 ? "cpu" : model.toLowerCase(java.util.Locale.ROOT) + "x" + gpus;
        return "%s-%dc-%dg".formatted(accelerators, cpuMilli / 1000, memoryMib / 1024);
    }
}
