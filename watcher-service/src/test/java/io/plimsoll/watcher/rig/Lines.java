package io.plimsoll.watcher.rig;

import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.watcher.rig.LogView.Line;
import java.util.function.Predicate;

/** Which records a test means. */
public final class Lines {

    private Lines() {}

    public static Predicate<Line> synced(String resource) {
        return says(Synced.class).and(named(resource));
    }

    public static Predicate<Line> state(String key) {
        return line -> line.fact() != null && line.key().equals(key);
    }

    public static Predicate<Line> tombstone(String key) {
        return line -> line.fact() == null && line.key().equals(key);
    }

    public static Predicate<Line> named(String name) {
        return line -> line.fact() != null && line.fact().name().equals(name);
    }

    public static Predicate<Line> says(Class<? extends FactBody> body) {
        return line -> line.fact() != null && body.isInstance(line.fact().body());
    }

    public static Predicate<Line> tick(Predicate<Tick> of) {
        return line -> line.fact() != null && line.fact().body() instanceof Tick tick && of.test(tick);
    }
}
