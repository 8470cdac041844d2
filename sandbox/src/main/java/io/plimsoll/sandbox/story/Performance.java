package io.plimsoll.sandbox.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.sandbox.Fault;
import io.plimsoll.sandbox.listen.Heard;
import io.plimsoll.sandbox.listen.Listener;
import io.plimsoll.sandbox.story.Terminal.Tone;
import io.plimsoll.sandbox.world.World;
import io.plimsoll.wire.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays a scenario in a world that is ready, and sums up what came of it. */
public final class Performance {

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Scenario scenario;
    private final World world;
    private final Terminal terminal;
    private final Observations observations;
    private final double patience;

    public Performance(Scenario scenario, World world, Terminal terminal) {
        this(scenario, world, terminal, 1);
    }

    /** @param patience how many times longer than usual to wait for what is expected, on a slow machine say */
    public Performance(Scenario scenario, World world, Terminal terminal, double patience) {
        this.patience = patience;
        this.scenario = scenario;
        this.world = world;
        this.terminal = terminal;
        this.observations = new Observations(scenario.expectations(), terminal::elapsed);
    }

    /** Plays it; true when every expectation was met. */
    public boolean play() {
        Narrator narrator = new Narrator(terminal);
        try (Listener _ = Listener.start(world.bootstrapServers(), world.prefix(), heard -> {
            narrator.hear(heard);
            observations.hear(heard);
        })) {
            double slower = Math.max(1, scenario.world().speed() / world.clock().speed());
            scenario.play(new Stage(world, terminal, observations, slower * patience));
            observations.awaitAll(LAST_WORDS);
        }
        summarise(narrator);
        return allMet();
    }

    private boolean allMet() {
        return observations.met().size() == scenario.expectations().size();
    }

    private void summarise(Narrator narrator) {
        Map<String, Duration> met = observations.met();
        terminal.print(Tone.TITLE, "");
        terminal.print(Tone.TITLE, "What was expected of " + scenario.name() + ", and when it was seen:");
        for (Expectation expectation : scenario.expectations()) {
            Duration at = met.get(expectation.name());
            terminal.print(
                    at == null ? Tone.BAD : Tone.GOOD,
                    String.format(
                            Locale.ROOT,
                            "  %s %7s  %s",
                            at == null ? "✗" : "✓",
                            at == null ? "never" : seconds(at) + " s",
                            expectation.sentence()));
        }
        terminal.print(
                Tone.PLAIN,
                String.format(
                        Locale.ROOT,
                        "  %d alerts, %d decisions, %d pods evicted, in %s s",
                        count(Heard.HeardAlert.class),
                        count(Heard.HeardDecision.class),
                        narrator.evictions(),
                        seconds(terminal.elapsed())));
    }

    private long count(Class<? extends Heard> type) {
        return observations.everything().stream().filter(type::isInstance).count();
    }

    /** The summary for machines, in one line. */
    public String json() {
        ObjectNode summary = Json.mapper().createObjectNode();
        summary.put("scenario", scenario.name()).put("passed", allMet());
        putSeconds(summary, "firstAlertSeconds", observations.firstAlert());
        putSeconds(summary, "firstActSeconds", observations.firstAct());
        putSeconds(summary, "totalSeconds", terminal.elapsed());
        Map<String, Duration> met = observations.met();
        ObjectNode expected = summary.putObject("expected");
        List<Expectation> expectations = scenario.expectations();
        expectations.forEach(expectation -> putSeconds(expected, expectation.name(), met.get(expectation.name())));
        summary.put("alerts", count(Heard.HeardAlert.class));
        summary.put("decisions", count(Heard.HeardDecision.class));
        summary.put("acts", count(Heard.HeardAct.class));
        try {
            return Json.mapper().writeValueAsString(summary);
        } catch (JsonProcessingException e) {
            throw new Fault("the summary can't be written: " + e.getMessage(), e);
        }
    }

    private static void putSeconds(ObjectNode node, String name, @Nullable Duration duration) {
        if (duration == null) {
            node.putNull(name);
        } else {
            node.put(name, Math.round(duration.toMillis() / 100.0) / 10.0);
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }
}
