package io.plimsoll.simulator.scheduler;

import io.plimsoll.simulator.objects.NodeView;
import io.plimsoll.simulator.objects.Resources;
import io.plimsoll.simulator.objects.Taint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reasons against a node, in kube-scheduler's order and words. The first one found is the one reported. */
final class Filters {

    static final String UNSCHEDULABLE = "node(s) were unschedulable";
    static final String SELECTOR = "node(s) didn't match Pod's node affinity/selector";
    static final String VOLUME = "node(s) had volume node affinity conflict";
    static final String TOO_MANY_PODS = "Too many pods";

    private static final Taint CORDONED = new Taint(Taint.UNSCHEDULABLE, "", Taint.NO_SCHEDULE, null);

    @FunctionalInterface
    private interface Filter {

        @Nullable
        String objection(Demand demand, NodeSlot slot);
    }

    private static final List<Filter> PER_NODE =
            List.of(Filters::cordoned, Filters::selector, Filters::tainted, Filters::resources, Filters::volumes);

    private Filters() {}

    /** Why the pod can't go there; empty if it can. */
    static String objection(Demand demand, NodeSlot slot, @Nullable TopologyRules topology) {
        for (Filter filter : PER_NODE) {
            String objection = filter.objection(demand, slot);
            if (objection != null) {
                return objection;
            }
        }
        return topology == null ? "" : topology.objection(slot);
    }

    private static @Nullable String cordoned(Demand demand, NodeSlot slot) {
        return slot.node().unschedulable() && !CORDONED.toleratedBy(demand.tolerations()) ? UNSCHEDULABLE : null;
    }

    private static @Nullable String selector(Demand demand, NodeSlot slot) {
        return demand.selects(slot.node().name(), slot.node().labels()) ? null : SELECTOR;
    }

    private static @Nullable String tainted(Demand demand, NodeSlot slot) {
        for (Taint taint : slot.node().taints()) {
            if (!taint.effect().equals(Taint.PREFER_NO_SCHEDULE) && !taint.toleratedBy(demand.tolerations())) {
                return "node(s) had untolerated taint {%s: %s}".formatted(taint.key(), taint.value());
            }
        }
        return null;
    }

    private static @Nullable String resources(Demand demand, NodeSlot slot) {
        NodeView node = slot.node();
        if (slot.podCount() + 1 > node.podCapacity()) {
            return TOO_MANY_PODS;
        }
        Resources wanted = demand.pod().requests();
        Resources used = slot.used();
        Resources there = node.allocatable();
        if (wanted.cpuMilli() > 0 && used.cpuMilli() + wanted.cpuMilli() > there.cpuMilli()) {
            return "Insufficient cpu";
        }
        if (wanted.memory() > 0 && used.memory() + wanted.memory() > there.memory()) {
            return "Insufficient memory";
        }
        for (Map.Entry<String, Long> other : wanted.others().entrySet()) {
            if (other.getValue() > 0 && used.other(other.getKey()) + other.getValue() > there.other(other.getKey())) {
                return "Insufficient " + other.getKey();
            }
        }
        return null;
    }

    private static @Nullable String volumes(Demand demand, NodeSlot slot) {
        for (List<Demand.NodeTerm> terms : demand.volumeTerms()) {
            if (terms.stream()
                    .noneMatch(
                            term -> term.matches(slot.node().name(), slot.node().labels()))) {
                return VOLUME;
            }
        }
        return null;
    }
}
