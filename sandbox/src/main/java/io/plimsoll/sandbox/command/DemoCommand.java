package io.plimsoll.sandbox.command;

import io.plimsoll.sandbox.story.Performance;
import io.plimsoll.sandbox.story.Scenario;
import io.plimsoll.sandbox.story.Scenarios;
import io.plimsoll.sandbox.story.Terminal;
import io.plimsoll.sandbox.story.Terminal.Tone;
import io.plimsoll.sandbox.world.World;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays an incident; exit code 1 when something expected stayed away. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Play an incident on embedded defaults.")
public final class DemoCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            defaultValue = "mass-cordon",
            description =
                    "mass-cordon, memory-pressure, autoscaler-thrash or blocked-drain (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private String scenarioName;

    @Option(names = "--exit", description = "end with a line of JSON; exit 0 only if all that was expected was seen")
    private boolean exit;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the recorded production data (default: ../shared/data)")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Override
    public Integer call() {
        Scenario scenario = Scenarios.named(scenarioName);
        Path root = RepositoryRoot.path();
        World.Plan plan = new World.Plan(root, data == null ? root.resolve("../shared/data") : data, 0, 0);
        try (World world = new World(plan, scenario.world())) {
            Terminal terminal = new Terminal(System.out, Terminal.wantsColour(), world.clock());
            terminal.print(Tone.TITLE, "Plimsoll demo " + scenario.name() + ": " + scenario.title() + ".");
            world.open(sentence -> terminal.tell(Tone.FAINT, sentence));
            world.invitation().forEach(line -> terminal.print(Tone.FAINT, line));
            Performance performance = new Performance(scenario, world, terminal);
            world.keepLogs(true); // until all is known to be well
            boolean passed = performance.play();
            world.keepLogs(!passed);
            if (exit) {
                System.out.println(performance.json());
            }
            return passed ? 0 : 1;
        }
    }
}
