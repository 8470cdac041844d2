package io.plimsoll.sandbox;

import io.plimsoll.sandbox.command.DemoCommand;
import io.plimsoll.sandbox.command.IncidentCommand;
import io.plimsoll.sandbox.command.RecordCommand;
import io.plimsoll.sandbox.command.RehearseCommand;
import io.plimsoll.sandbox.command.ReplayCommand;
import io.plimsoll.sandbox.command.SandboxCommand;
import io.plimsoll.sandbox.command.TopicsCommand;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line behind {@code ./plimsoll}. Exit codes: 0 done, 1 not as expected, 2 bad input. */
@Command(
        name = "plimsoll",
        description = "Can this cluster afford to lose another node right now?",
        subcommands = {
            DemoCommand.class,
            SandboxCommand.class,
            IncidentCommand.class,
            ReplayCommand.class,
            RecordCommand.class,
            RehearseCommand.class,
            TopicsCommand.class
        })
public final class Plimsoll implements Runnable {

    private static final int BAD_INPUT = 2;
    /** Held, so that the level set on it isn't lost with it. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? See --help");
    }

    public static void main(String[] arguments) {
        // Clients' own log lines are for services; here a person reads.
        ROOT_LOGGER.setLevel(Level.SEVERE);
        System.exit(commandLine().execute(arguments));
    }

    private static CommandLine commandLine() {
        return new CommandLine(new Plimsoll())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, _) -> complain(oneLine(problem)))
                .setExecutionExceptionHandler((problem, _, _) -> complain(oneLine(problem)));
    }

    private static int complain(String line) {
        System.err.println("plimsoll: " + line);
        return BAD_INPUT;
    }

    private static String oneLine(Throwable problem) {
        String message = problem.getMessage() == null ? "" : problem.getMessage();
        String first = message.lines().findFirst().orElse("");
        return problem instanceof Fault || !first.isEmpty()
                ? first
                : "unexpected " + problem.getClass().getSimpleName();
    }
}
