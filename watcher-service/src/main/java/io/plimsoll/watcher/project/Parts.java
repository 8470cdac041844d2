package io.plimsoll.watcher.project;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.Quantity;
import io.plimsoll.model.fact.Condition;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.Resources;
import io.plimsoll.model.fact.Taint;
import io.plimsoll.model.fact.Toleration;
import io.plimsoll.model.fact.TopologySpread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pieces that several kinds have in common. */
final class Parts {

    private static final int LONGEST_MESSAGE = 1024;

    private Parts() {}

    static List<Condition> conditions(Reading status) {
        return status.list(
                "conditions",
                condition -> new Condition(
                        condition.textOr("type", ""),
                        condition.textOr("status", ""),
                        condition.text("reason"),
                        shortened(condition.text("message")),
                        condition.instant("lastTransitionTime")));
    }

    /** A message as people read it; components write whole stack traces into some. */
    static @Nullable String shortened(@Nullable String message) {
        if (message == null || message.isEmpty()) {
            return null;
        }
        return message.length() <= LONGEST_MESSAGE
                ? message
                : Reading.wellFormed(message.substring(0, LONGEST_MESSAGE)) + "…";
    }

    static @Nullable LabelSelector selector(Reading holder, String field) {
        if (!holder.has(field)) {
            return null;
        }
        Reading selector = holder.at(field);
        return selector.absent()
                ? null
                : new LabelSelector(selector.textMap("matchLabels"), requirements(selector, "matchExpressions"));
    }

    static List<LabelSelector.Requirement> requirements(Reading holder, String field) {
        return holder.list(
                field,
                expression -> new LabelSelector.Requirement(
                        expression.textOr("key", ""), expression.textOr("operator", ""), expression.texts("values")));
    }

    /** A resource list as amounts; cpu in millicores, everything else in whole units. */
    static Resources resources(Reading holder, String field) {
        Reading list = holder.at(field);
        if (list.json().isEmpty()) {
            return Resources.NONE;
        }
        Map<String, Long> other = new LinkedHashMap<>();
        for (var entry : list.json().properties()) {
            switch (entry.getKey()) {
                case "cpu", "memory", "ephemeral-storage", "pods" -> {}
                default -> other.put(entry.getKey(), list.quantity(entry.getKey(), Quantity::wholeUnits));
            }
        }
        return new Resources(
                list.quantity("cpu", Quantity::milliUnits),
                list.quantity("memory", Quantity::wholeUnits),
                list.quantity("ephemeral-storage", Quantity::wholeUnits),
                list.quantity("pods", Quantity::wholeUnits),
                other);
    }

    static Taint taint(Reading taint) {
        return new Taint(
                taint.textOr("key", ""), taint.text("value"), taint.textOr("effect", ""), taint.instant("timeAdded"));
    }

    static Toleration toleration(Reading toleration) {
        return new Toleration(
                toleration.text("key"),
                toleration.text("operator"),
                toleration.text("value"),
                toleration.text("effect"),
                toleration.number("tolerationSeconds"));
    }

    static TopologySpread topologySpread(Reading constraint) {
        return new TopologySpread(
                constraint.integerOr("maxSkew", 1),
                constraint.textOr("topologyKey", ""),
                constraint.textOr("whenUnsatisfiable", ""),
                selector(constraint, "labelSelector"),
                constraint.integer("minDomains"),
                constraint.text("nodeAffinityPolicy"),
                constraint.text("nodeTaintsPolicy"),
                constraint.texts("matchLabelKeys"));
    }

    /** The owner reference marked as controller; null where there is none. */
    static @Nullable OwnerRef controller(Reading object) {
        List<OwnerRef> controllers = object.at("metadata")
                .list(
                        "ownerReferences",
                        owner -> owner.flag("controller")
                                ? new OwnerRef(owner.textOr("kind", ""), owner.textOr("name", ""), owner.text("uid"))
                                : null);
        return controllers.isEmpty() ? null : controllers.getFirst();
    }
}
