package io.plimsoll.actuator.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One request that should not be: its bytes, and what has to become of it.
 *
 * @param value as it stands on the topic
 */
record Hostile(byte[] value, Fate fate) {

    /** What an actuator owes it. */
    enum Fate {
        /** It says who it is: where it can be read it is answered, else it is kept with the dead letters. */
        ANSWERED,
        /** Nobody can be answered: it goes to the dead letters. */
        DEAD,
        /** Another cluster's business. */
        NOT_OURS
    }

    private static final List<String> ODD = List.of(
            "*",
            "../../etc/passwd",
            "n1/../n2",
            "n1%2F..%2Fn2",
            "n1?force=true",
            "",
            " ",
            "\\u0000",
            "\\ud800",
            "\\u202en1",
            "\uD83D\uDE00",
            "N1",
            "-n1",
            "n".repeat(300),
            "' OR 1=1 --",
            "${jndi:ldap://x}",
            "<script>");

    private static final List<String> TIMES = List.of(
            "\"-PT5M\"",
            "\"P36525D\"",
            "\"PT999999999H\"",
            "\"P1Y\"",
            "-1",
            "1e308",
            "\"5 minutes\"",
            "\"\"",
            "9223372036854775807");

    private static final List<String> INSTANTS = List.of(
            "\"+999999999-12-31T23:59:59Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"1926-01-01T00:00:00Z\"",
            "\"2026-02-30T00:00:00Z\"",
            "\"tomorrow\"",
            "0",
            "[]");

    /** Headers that claim what they can't: that the analyzer sent it, or somebody with rights. */
    static final Map<String, String> SPOOFED = Map.of(
            "ce_source", "/plimsoll/analyzer/eu1",
            "ce_subject", "system:masters",
            "x-remote-user", "system:admin",
            "plimsoll-allowed", "true");

    /** The same for the same random; the id is readable where it has to be answered. */
    static Hostile any(String id, Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> dead(random.nextInt(40) == 0 ? "[".repeat(70_000 + random.nextInt(300_000)) : noise(random));
            case 1 -> dead("{\"id\":\"" + odd(random).replace("n1", "n 1") + "!\",\"cluster\":\"eu1\"}");
            case 2 -> new Hostile(request(id, "us-" + random.nextInt(9), drain("n1"), ""), Fate.NOT_OURS);
            case 3 -> answered(id, drain(odd(random)), "");
            case 4 -> answered(id, drain("no-such-node-" + random.nextInt(50)), "");
            case 5 -> answered(id, drain("n1"), ",\"options\":{\"nodeDeadline\":" + any(TIMES, random) + "}");
            case 6 -> answered(id, drain("n1"), ",\"notAfter\":" + any(INSTANTS, random));
            case 7 -> answered(id, selector(random), "");
            case 8 -> answered(id, drain("n1"), ",\"force\":true,\"kubeconfig\":\"x\"");
            case 9 ->
                answered(id, drain("n1"), ",\"reason\":\"" + "long ".repeat(random.nextInt(4_000)) + "\",\"x\":1");
            case 10 -> answered(id, "\"type\":\"" + odd(random) + "\",\"nodes\":{\"names\":[\"n1\"]}", "");
            default ->
                answered(id, "\"type\":\"drain\",\"then\":\"hold\",\"nodes\":" + nested(random.nextInt(300)), "");
        };
    }

    private static String drain(String node) {
        return "\"type\":\"drain\",\"then\":\"hold\",\"nodes\":{\"names\":[\"" + node + "\"]}";
    }

    private static String selector(Random random) {
        List<String> selectors =
                List.of("*", "a in (", "((((,,,!!!", "pool==", "a,".repeat(500), "!", "a in ()", "=", "pool=batch;x");
        return "\"type\":\"cordon\",\"nodes\":{\"selector\":\"" + any(selectors, random) + "\"}";
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static String odd(Random random) {
        return any(ODD, random);
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static Hostile answered(String id, String action, String more) {
        return new Hostile(request(id, "eu1", action, more), Fate.ANSWERED);
    }

    private static byte[] request(String id, String cluster, String action, String more) {
        return ("{\"id\":\"" + id + "\",\"cluster\":\"" + cluster + "\",\"requestedBy\":\"root\",\"action\":{" + action
                        + "}" + more + "}")
                .getBytes(UTF_8);
    }

    private static Hostile dead(String text) {
        return new Hostile(text.getBytes(UTF_8), Fate.DEAD);
    }

    private static String noise(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(200); i >= 0; i--) {
            text.append((char) (1 + random.nextInt(0x2000)));
        }
        return text.toString();
    }
}
