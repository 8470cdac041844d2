package io.plimsoll.actuator.node;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.plimsoll.model.Copies;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where one node stands in its maintenance. A state holds only what is true in that state.
 *
 * <p>{@code again} is when an act without an answer is asked once more.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NodeLife.Requested.class, name = "Requested"),
    @JsonSubTypes.Type(value = NodeLife.Planned.class, name = "Planned"),
    @JsonSubTypes.Type(value = NodeLife.Claimed.class, name = "Claimed"),
    @JsonSubTypes.Type(value = NodeLife.Cordoned.class, name = "Cordoned"),
    @JsonSubTypes.Type(value = NodeLife.Draining.class, name = "Draining"),
    @JsonSubTypes.Type(value = NodeLife.Drained.class, name = "Drained"),
    @JsonSubTypes.Type(value = NodeLife.Held.class, name = "Held"),
    @JsonSubTypes.Type(value = NodeLife.AwaitingReboot.class, name = "AwaitingReboot"),
    @JsonSubTypes.Type(value = NodeLife.Verifying.class, name = "Verifying"),
    @JsonSubTypes.Type(value = NodeLife.Releasing.class, name = "Releasing"),
    @JsonSubTypes.Type(value = NodeLife.RollingBack.class, name = "RollingBack"),
    @JsonSubTypes.Type(value = NodeLife.Released.class, name = "Released"),
    @JsonSubTypes.Type(value = NodeLife.RolledBack.class, name = "RolledBack"),
    @JsonSubTypes.Type(value = NodeLife.Failed.class, name = "Failed")
})
public sealed interface NodeLife {

    Task task();

    /** As shown to people and written in answers. */
    default String phase() {
        return this instanceof Releasing ? "Verifying" : getClass().getSimpleName();
    }

    /** Whether nothing more will happen. */
    default boolean ended() {
        return this instanceof Released || this instanceof RolledBack || this instanceof Failed;
    }

    /** Whether the node is, or is about to be, out of service through us. */
    default boolean out() {
        return !ended() && !(this instanceof Requested) && task().goal() != Task.Goal.UNCORDON;
    }

    /** Our claim on the node, where there has to be one. */
    default @Nullable Claim claim() {
        return null;
    }

    /** The same under a claim that a later term has renewed; unchanged where there is none to be renewed. */
    default NodeLife under(Claim renewed) {
        return switch (this) {
            case Claimed(var task, var _, int attempt, var again) -> new Claimed(task, renewed, attempt, again);
            case Cordoned(var task, var _) -> new Cordoned(task, renewed);
            case Draining(var task, var _, var since, var pods, int gone, var departed, var comebacks) ->
                new Draining(task, renewed, since, pods, gone, departed, comebacks);
            case Drained(var task, var _, var since, int gone) -> new Drained(task, renewed, since, gone);
            case Held(var task, var _, int gone, var causes) -> new Held(task, renewed, gone, causes);
            case AwaitingReboot(var task, var _, int gone, var bootId) ->
                new AwaitingReboot(task, renewed, gone, bootId);
            case Verifying(var task, var _, int gone, var readySince) -> new Verifying(task, renewed, gone, readySince);
            case Releasing(var task, var claim, int gone, int attempt, var again, boolean unclaimed) ->
                new Releasing(task, claim == null ? null : renewed, gone, attempt, again, unclaimed);
            case RollingBack(var task, var _, int gone, var ending, int attempt, var again, boolean unclaimed) ->
                new RollingBack(task, renewed, gone, ending, attempt, again, unclaimed);
            case Requested _, Planned _, Released _, RolledBack _, Failed _ -> this;
        };
    }

    /** Waits for the guards. */
    record Requested(Task task) implements NodeLife {}

    /** The guards agreed; the claim is asked for, and the cordon with it. */
    record Planned(Task task, Instant deadline, int attempt, Instant again) implements NodeLife {}

    /** The claim is ours, and was taken over without a cordon; the cordon is asked for. */
    record Claimed(Task task, Claim claim, int attempt, Instant again) implements NodeLife {}

    /** The API server took the cordon; our own view doesn't show it yet, so no pod is touched. */
    record Cordoned(Task task, Claim claim) implements NodeLife {}

    /**
     * Pods are leaving.
     *
     * @param pods those still to go, by uid
     * @param gone how many have gone
     * @param departed those of them that still count against a budget, which hasn't been seen to change since
     * @param comebacks what came in their place, by uid of the controller
     */
    record Draining(
            Task task,
            Claim claim,
            Instant since,
            Map<String, PodTask> pods,
            int gone,
            Map<String, PodTask.Leaving> departed,
            Map<String, Comeback> comebacks)
            implements NodeLife {
        public Draining {
            pods = Copies.map(pods);
            departed = Copies.map(departed);
            comebacks = Copies.map(comebacks);
        }

        static Draining begun(Task task, Claim claim, Instant since) {
            return new Draining(task, claim, since, Map.of(), 0, Map.of(), Map.of());
        }

        /** How many of its pods were let go, or are being asked, under the budget ({@code namespace/name}). */
        public long draws(String budget) {
            return pods.values().stream()
                            .filter(task -> Draws.asked(task).containsKey(budget))
                            .count()
                    + departed.values().stream()
                            .filter(went -> went.budgets().containsKey(budget))
                            .count();
        }

        /** The same without what was known of its pods. */
        Draining anew() {
            return new Draining(task, claim, since, Map.of(), gone, Map.of(), comebacks);
        }

        Draining with(Map<String, PodTask> known) {
            return with(known, comebacks);
        }

        Draining with(Map<String, PodTask> known, Map<String, Comeback> returned) {
            return new Draining(task, claim, since, known, gone, departed, returned);
        }
    }

    /** No pod that has to leave is left. */
    record Drained(Task task, Claim claim, Instant since, int gone) implements NodeLife {}

    /**
     * Cordoned until somebody says that the work is done.
     *
     * @param causes why it isn't empty, where its deadline passed
     */
    record Held(Task task, Claim claim, int gone, List<Cause> causes) implements NodeLife {
        public Held {
            causes = Copies.list(causes);
        }
    }

    /** Cordoned until its boot id is another. */
    record AwaitingReboot(
            Task task, Claim claim, int gone, @Nullable String bootId) implements NodeLife {}

    /**
     * Has to be Ready for the soak time.
     *
     * @param readySince null while it isn't Ready
     */
    record Verifying(
            Task task, Claim claim, int gone, @Nullable Instant readySince) implements NodeLife {}

    /**
     * The end of the claim, and of the cordon where it was ours, is asked for. A plain uncordon has no claim.
     *
     * @param unclaimed whether somebody had taken our claim away while our cordon stood: it is taken again first, so that
     *     whoever asks once more, be it after a crash, can tell our cordon from a later one of somebody else's
     */
    record Releasing(Task task, @Nullable Claim claim, int gone, int attempt, Instant again, boolean unclaimed)
            implements NodeLife {}

    /**
     * Our marks are being taken off before the work is done.
     *
     * @param unclaimed as of {@link Releasing}
     */
    record RollingBack(Task task, Claim claim, int gone, Ending ending, int attempt, Instant again, boolean unclaimed)
            implements NodeLife {}

    /** Done; of a cordon: the node stays cordoned, without a claim. */
    record Released(Task task, int gone, Instant at) implements NodeLife {}

    /** Not done, and undone. */
    record RolledBack(Task task, int gone, Ending ending, Instant at) implements NodeLife {}

    /** Not done, with nothing left to undo, or nothing that we can undo. */
    record Failed(Task task, int gone, Ending ending, Instant at) implements NodeLife {

        /** Whether marks of ours are on the node all the same. */
        public boolean leavesMarks() {
            return ending.causes().stream().anyMatch(cause -> Causes.MARKS_LEFT.equals(cause.code()));
        }
    }
}
