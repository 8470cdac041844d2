package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.model.Copies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What befell one budget lately.
 *
 * @param violatedSince since when its status shows fewer healthy pods than demanded; null while it doesn't
 * @param noneSince since when it shows none healthy at all
 * @param closedSince since when it shows that no pod may go; null while one may
 * @param losses covered pods that began to go, oldest first, at most {@value MOST_LOSSES}
 * @param refusedAt when an event last told of an eviction refused for its sake
 */
public record BudgetPast(
        @Nullable Instant violatedSince,
        @Nullable Instant noneSince,
        @Nullable Instant closedSince,
        List<PodLoss> losses,
        @Nullable Instant refusedAt) {

    static final BudgetPast NONE = new BudgetPast(null, null, null, List.of(), null);

    private static final int MOST_LOSSES = 50;

    public BudgetPast {
        losses = Copies.list(losses);
    }

    BudgetPast standing(boolean violated, boolean none, boolean closed, Instant at) {
        return new BudgetPast(
                violated ? Objects.requireNonNullElse(violatedSince, at) : null,
                none ? Objects.requireNonNullElse(noneSince, at) : null,
                closed ? Objects.requireNonNullElse(closedSince, at) : null,
                losses,
                refusedAt);
    }

    /** Whether no pod might go any more at that time. */
    boolean closedAt(Instant time) {
        return closedSince != null && !closedSince.isAfter(time);
    }

    BudgetPast refused(Instant at) {
        return new BudgetPast(violatedSince, noneSince, closedSince, losses, at);
    }

    /** A pod begins to go, or more is known of why. */
    BudgetPast losing(PodLoss loss) {
        List<PodLoss> all = new ArrayList<>(losses);
        for (int i = 0; i < all.size(); i++) {
            PodLoss known = all.get(i);
            if (known.pod().equals(loss.pod()) && Objects.equals(known.uid(), loss.uid())) {
                all.set(i, loss.reason() == null ? known : known.because(loss.reason()));
                return withLosses(all);
            }
        }
        all.add(loss);
        return withLosses(all.size() > MOST_LOSSES ? all.subList(all.size() - MOST_LOSSES, all.size()) : all);
    }

    /** Why a pod went of which nothing was known but that. */
    BudgetPast explained(String pod, String reason) {
        return withLosses(losses.stream()
                .map(loss -> loss.pod().equals(pod) && loss.reason() == null ? loss.because(reason) : loss)
                .toList());
    }

    boolean lost(String pod) {
        return losses.stream().anyMatch(loss -> loss.pod().equals(pod));
    }

    BudgetPast after(Instant oldest) {
        return withLosses(
                losses.stream().filter(loss -> loss.at().isAfter(oldest)).toList());
    }

    List<PodLoss> lossesSince(Instant now, Duration window) {
        Instant oldest = now.minus(window);
        return losses.stream().filter(loss -> loss.at().isAfter(oldest)).toList();
    }

    boolean saysNothing() {
        return equals(NONE);
    }

    private BudgetPast withLosses(List<PodLoss> losses) {
        return new BudgetPast(violatedSince, noneSince, closedSince, losses, refusedAt);
    }
}
