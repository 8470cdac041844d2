package io.plimsoll.analyzer.detect.budget;

import io.plimsoll.model.budget.BudgetArithmetic;
import io.plimsoll.model.fact.BudgetState;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a budget demands, apart from the pods it covers: {@code minAvailable} or {@code maxUnavailable} as written.
 *
 * <p>Where both are null the API's default (minAvailable 1) holds.
 */
public record BudgetRule(
        @Nullable String minAvailable, @Nullable String maxUnavailable) {

    private static final Pattern VALUE = Pattern.compile("\\d{1,9}|\\d{1,3}%");

    /** Beyond this many replicas more replicas are no advice, whatever the arithmetic says. */
    private static final int MOST_REPLICAS_ADVISED = 1000;

    public static BudgetRule of(BudgetState budget) {
        return new BudgetRule(budget.minAvailable(), budget.maxUnavailable());
    }

    /** Whether the value given is a number or a percentage; nothing else may be asked where it isn't. */
    public boolean readable() {
        String value = value();
        return VALUE.matcher(value).matches();
    }

    /** Whether the wished scale of the pods' controllers counts, not only the pods found. */
    public boolean needsScale() {
        return maxUnavailable != null || percentage();
    }

    public boolean percentage() {
        return BudgetArithmetic.isPercentage(value());
    }

    /** {@code minAvailable} where it is a plain number, else empty. */
    public OptionalInt minimumCount() {
        return maxUnavailable != null || percentage() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value()));
    }

    /** Evictions allowed with {@code replicas} wished and all of them healthy. */
    public int allowedAt(int replicas) {
        return BudgetArithmetic.allowedWhenHealthy(minAvailable, maxUnavailable, replicas);
    }

    /** Healthy pods demanded with {@code replicas} wished and running. */
    public int desiredAt(int replicas) {
        return BudgetArithmetic.counts(minAvailable, maxUnavailable, replicas, replicas, replicas)
                .desiredHealthy();
    }

    /** Whether no replica count at all allows an eviction: maxUnavailable 0 or 0 %, minAvailable 100 %. */
    public boolean neverAllows() {
        int most = BudgetArithmetic.scaled(value(), 100);
        return maxUnavailable != null ? most == 0 : percentage() && most >= 100;
    }

    /** The replica counts of the range at which all pods healthy still allow no eviction, rising; 0 is never one. */
    public List<Integer> blockedAt(int fewest, int most) {
        return IntStream.rangeClosed(Math.max(1, fewest), most)
                .filter(replicas -> allowedAt(replicas) == 0)
                .boxed()
                .toList();
    }

    /** The smallest replica count above {@code replicas} that allows an eviction, if any is reasonable. */
    public OptionalInt leastAllowingAbove(int replicas) {
        if (neverAllows()) {
            return OptionalInt.empty();
        }
        return IntStream.rangeClosed(Math.max(0, replicas) + 1, MOST_REPLICAS_ADVISED)
                .filter(more -> allowedAt(more) > 0)
                .findFirst();
    }

    /** As people write it: {@code minAvailable 80%}. */
    public String display() {
        return (maxUnavailable != null ? "maxUnavailable " : "minAvailable ") + value();
    }

    private String value() {
        if (maxUnavailable != null) {
            return maxUnavailable;
        }
        return minAvailable == null ? "1" : minAvailable;
    }
}
