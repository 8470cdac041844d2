package io.plimsoll.analyzer.cases;

import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.model.fact.Tick;
import io.plimsoll.model.fact.Tick.Currency;
import io.plimsoll.model.fact.Tick.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A log in the making, in minutes from {@link #T0}. Ticks come in between, every 15 s, all resources current unless said
 * otherwise; facts of an instant come before its tick. A draft is read when it is fed, so it may be changed and fed again.
 */
public final class Script {

    public static final Instant T0 = Instant.parse("2030-01-01T00:00:00Z");
    public static final String CLUSTER = "eu1";

    private static final List<String> RESOURCES = List.of(
            "nodes",
            "pods",
            "poddisruptionbudgets",
            "deployments",
            "replicasets",
            "statefulsets",
            "daemonsets",
            "horizontalpodautoscalers",
            "events",
            "persistentvolumeclaims",
            "services",
            "usage");

    private final List<Fact> facts = new ArrayList<>();
    private final Map<String, Currency> currencies = new LinkedHashMap<>();
    private final Duration tickEvery;
    private Instant now = T0;
    private Instant nextTick = T0;
    private Origin origin = Origin.WATCH;
    private long version = 1000;
    private Long skewMillis = 0L;
    private long oldestUnsentMillis;

    private Script(Duration tickEvery) {
        this.tickEvery = tickEvery;
        RESOURCES.forEach(resource -> currencies.put(resource, new Currency(Standing.CURRENT, 100, null)));
    }

    public static Script ticking(Duration every) {
        return new Script(every);
    }

    /** Of a cluster that holds these objects when watching begins, a minute before T0. */
    public static Script of(Draft<?>... objects) {
        return new Script(Duration.ofSeconds(15)).snapshot(objects);
    }

    /** The same, with one resource still to be read. */
    public static Script unread(String resource, Draft<?>... objects) {
        Script script = new Script(Duration.ofSeconds(15));
        script.currencies.put(resource, new Currency(Standing.SYNCING, 100, null));
        return script.snapshot(objects);
    }

    /** What the first list holds; then everything is synced and the first tick comes, all before T0. */
    public Script snapshot(Draft<?>... objects) {
        now = T0.minusSeconds(60);
        origin = Origin.SNAPSHOT;
        for (Draft<?> object : objects) {
            add(object, object.body());
        }
        RESOURCES.stream()
                .filter(resource ->
                        Objects.requireNonNull(currencies.get(resource)).current())
                .forEach(resource -> control("Synced", resource, new Synced(0)));
        origin = Origin.WATCH;
        nextTick = now;
        tick();
        nextTick = T0;
        return this;
    }

    /** The next tick comes at this minute, and the others after it. */
    public Script ticksFrom(double minute) {
        nextTick = instant(minute);
        return this;
    }

    public static Instant instant(double minute) {
        return T0.plusMillis(Math.round(minute * 60_000));
    }

    /** The same fact of another cluster. */
    public static Fact in(String cluster, Fact fact) {
        return new Fact(
                cluster,
                fact.kind(),
                fact.namespace(),
                fact.name(),
                fact.uid(),
                fact.resourceVersion(),
                fact.observedAt(),
                fact.origin(),
                fact.epoch(),
                fact.truncated(),
                fact.problems(),
                fact.body());
    }

    /** Feeds objects as changes seen at a minute. */
    public Script at(double minute, Draft<?>... objects) {
        passUntil(instant(minute));
        for (Draft<?> object : objects) {
            add(object, object.body());
        }
        return this;
    }

    public Script deleted(double minute, Draft<?>... objects) {
        passUntil(instant(minute));
        for (Draft<?> object : objects) {
            add(object, new Deleted(now));
        }
        return this;
    }

    /** Feeds a re-list's items: a statement of what is, not a change. */
    public Script relist(double minute, Draft<?>... objects) {
        passUntil(instant(minute));
        origin = Origin.SNAPSHOT;
        for (Draft<?> object : objects) {
            add(object, object.body());
        }
        origin = Origin.WATCH;
        return this;
    }

    /** A control record of the watcher: Synced, WatchGap, Relisted. */
    public Script control(double minute, String kind, String resource, FactBody body) {
        passUntil(instant(minute));
        control(kind, resource, body);
        return this;
    }

    /** From this minute on ticks say so of a resource. */
    public Script standing(double minute, String resource, Standing standing) {
        passUntil(instant(minute));
        currencies.put(resource, new Currency(standing, standing == Standing.GAP ? 61_000 : 100, null));
        return this;
    }

    public Script skew(double minute, Long millis) {
        passUntil(instant(minute));
        skewMillis = millis;
        return this;
    }

    public Script unsent(double minute, long oldestMillis) {
        passUntil(instant(minute));
        oldestUnsentMillis = oldestMillis;
        return this;
    }

    /** Lets time pass, ticking, up to and with this minute. */
    public Script until(double minute) {
        passUntil(instant(minute).plusMillis(1));
        return this;
    }

    public List<Fact> facts() {
        return List.copyOf(facts);
    }

    private void passUntil(Instant instant) {
        while (nextTick.isBefore(instant)) {
            now = nextTick;
            tick();
            nextTick = nextTick.plus(tickEvery);
        }
        now = instant.isAfter(now) ? instant : now;
    }

    private void tick() {
        control("Tick", "", new Tick(now, Map.copyOf(currencies), skewMillis, oldestUnsentMillis));
    }

    private void control(String kind, String resource, FactBody body) {
        facts.add(new Fact(CLUSTER, kind, null, resource, null, null, now, origin, 1, false, List.of(), body));
    }

    private void add(Draft<?> object, FactBody body) {
        facts.add(new Fact(
                CLUSTER,
                object.kind,
                object.namespace,
                object.name,
                object.uid,
                String.valueOf(version++),
                now,
                origin,
                1,
                false,
                List.of(),
                body));
    }
}
