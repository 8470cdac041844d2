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
