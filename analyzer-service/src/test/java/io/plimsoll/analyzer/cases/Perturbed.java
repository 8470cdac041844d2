package io.plimsoll.analyzer.cases;

import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.NodeUsage;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.PodUsage;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.WatchGap;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The same log as the log's guarantees allow it to come otherwise: what is told must be the same. */
final class Perturbed {

    private Perturbed() {}

    /** Facts come twice, one after the other, as when a producer doesn't hear of its success. */
    static List<Fact> redelivered(List<Fact> facts, long seed) {
        Random random = new Random(seed);
        List<Fact> twice = new ArrayList<>();
        for (Fact fact : facts) {
            twice.add(fact);
            if (random.nextInt(3) == 0) {
                twice.add(fact);
            }
        }
        return twice;
    }

    /**
     * Facts of one moment come in another order, each key's own kept: the resources are watched side by side, so that
     * nothing says which of two of them comes first. Control records stay where they are.
     */
    static List<Fact> reordered(List<Fact> facts, long seed) {
        Random random = new Random(seed);
        List<Fact> otherwise = new ArrayList<>();
        Map<String, ArrayDeque<Fact>> waiting = new LinkedHashMap<>();
        Instant moment = Instant.MIN;
        for (Fact fact : facts) {
            if (control(fact) || !fact.observedAt().equals(moment)) {
                mixed(waiting, random, otherwise);
            }
            moment = fact.observedAt();
            if (control(fact)) {
                otherwise.add(fact);
            } else {
                waiting.computeIfAbsent(fact.key(), _ -> new ArrayDeque<>()).add(fact);
            }
        }
        mixed(waiting, random, otherwise);
        return otherwise;
    }

    private static boolean control(Fact fact) {
        return fact.body() instanceof Tick
                || fact.body() instanceof Synced
                || fact.body() instanceof WatchGap
                || fact.body() instanceof Relisted;
    }

    private static void mixed(Map<String, ArrayDeque<Fact>> waiting, Random random, List<Fact> into) {
        List<ArrayDeque<Fact>> queues = new ArrayList<>(waiting.values());
        while (!queues.isEmpty()) {
            ArrayDeque<Fact> next = queues.get(random.nextInt(queues.size()));
            into.add(next.remove());
            if (next.isEmpty()) {
                queues.remove(next);
            }
        }
        waiting.clear();
    }

    /** In the middle everything is listed anew: what is known is said once more, under the next epoch. */
    static List<Fact> listedAnew(List<Fact> facts, long seed) {
        int at = facts.size() / 4 + new Random(seed).nextInt(Math.max(1, facts.size() / 2));
        while (at < facts.size() && !(facts.get(at).body() instanceof Tick)) {
            at++;
        }
        if (at >= facts.size()) {
            return facts;
        }
        List<Fact> more = new ArrayList<>(facts.subList(0, at));
        for (Fact known : known(more)) {
            more.add(again(known, facts.get(at)));
        }
        more.addAll(facts.subList(at, facts.size()));
        return more;
    }

    private static Fact again(Fact fact, Fact at) {
        return new Fact(
                fact.cluster(),
                fact.kind(),
                fact.namespace(),
                fact.name(),
                fact.uid(),
                fact.resourceVersion(),
                at.observedAt(),
                Origin.SNAPSHOT,
                fact.epoch() + 1,
                fact.truncated(),
                fact.problems(),
                fact.body());
    }

    private static Collection<Fact> known(List<Fact> facts) {
        Map<String, Fact> known = new LinkedHashMap<>();
        for (Fact fact : facts) {
            switch (fact.body()) {
                case Deleted _ -> known.remove(fact.key());
                // Neither has a list: what happened, what was measured, what the watcher says of itself.
                case EventState _, NodeUsage _, PodUsage _, Tick _, Synced _, WatchGap _, Relisted _ -> {}
                default -> known.put(fact.key(), fact);
            }
        }
        return known.values();
    }
}
