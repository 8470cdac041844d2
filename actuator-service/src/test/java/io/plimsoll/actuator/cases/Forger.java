package io.plimsoll.actuator.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.actuator.signature.Pen;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who has seen signed requests pass by: sends them again, alters them, signs with keys of their own. */
final class Forger {

    private static final Pattern PAYLOAD = Pattern.compile("\"payload\":\"([A-Za-z0-9+/=]*)\",\"signatures\"");

    private final InstantSource clock;
    private final Pen known = new Pen("patching-2030");
    private final Pen unknown = new Pen("patching-2030");
    private final String overheard;

    Forger(InstantSource clock) {
        this.clock = clock;
        this.overheard = plan("f-plan");
    }

    /** Whom the forger listens to: may have the node looked at, and no more. */
    String requesters() {
        return """
                {"requesters": [{"name": "root", "keys": [{"id": "patching-2030", "publicKey": "%s"}],
                  "actions": ["plan"], "maxNodes": 2, "maxHours": 6}]}""".formatted(known.publicKey());
    }

    /** A request that was signed by whom it says, and served. */
    String overheard() {
        return overheard;
    }

    /** What an envelope holds; anything else as it is. */
    static String opened(String value) {
        Matcher payload = PAYLOAD.matcher(value);
        return payload.find() ? new String(Base64.getDecoder().decode(payload.group(1)), UTF_8) : value;
    }

    /** As its requester signs it. */
    String plan(String id) {
        return known.signed("nonce-" + id, clock.instant(), plain(id));
    }

    private static String plain(String id) {
        return "{\"id\":\"" + id + "\",\"cluster\":\"" + Yard.CLUSTER + "\",\"requestedBy\":\"root\",\"action\":"
                + "{\"type\":\"plan\",\"nodes\":{\"names\":[\"n1\"]}}}";
    }

    /** The hostile request, in one of the ways to get it past a door. */
    Hostile any(String id, Hostile hostile, Random random) {
        String request = new String(hostile.value(), UTF_8);
        Instant now = clock.instant();
        return switch (random.nextInt(7)) {
            case 0 -> hostile;
            case 1 -> sent(overheard, Hostile.Fate.NOT_OURS); // answered, but under its own id
            case 2 -> sent(known.signed("nonce-f-plan", now, plain(id)), Hostile.Fate.ANSWERED);
            case 3 ->
                sent(known.signed("nonce-" + id, now.minus(Duration.ofDays(2)), plain(id)), Hostile.Fate.ANSWERED);
            case 4 -> sent(unknown.signed("nonce-" + id, now, plain(id)), Hostile.Fate.ANSWERED);
            case 5 -> sent(overheard.substring(0, random.nextInt(overheard.length())), Hostile.Fate.DEAD);
            default -> signed(id, request, hostile.fate(), now);
        };
    }

    private Hostile signed(String id, String request, Hostile.Fate fate, Instant now) {
        return sent(known.signed("nonce-" + id, now, request), fate);
    }

    private static Hostile sent(String value, Hostile.Fate fate) {
        return new Hostile(value.getBytes(UTF_8), fate);
    }
}
