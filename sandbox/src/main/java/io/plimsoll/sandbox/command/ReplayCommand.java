package io.plimsoll.sandbox.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.sandbox.Fault;
import io.plimsoll.sandbox.replay.Replay;
import io.plimsoll.wire.Json;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Analyses a recording offline; one JSON line for each record of the analysis. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Analyse recorded facts or Kubernetes watch events, offline.")
public final class ReplayCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            description = "JSON lines, gzipped or not (docs/contracts says of what); '-' reads standard input")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(
            names = "--explain",
            paramLabel = "FINGERPRINT",
            description =
                    "tell of this alert only (fingerprint or id), at each of its changes, why it stands as it does")
    private @Nullable String explain;

    @Option(
            names = "--kill",
            description = "analyse with the analyzer as a process of its own, over a broker of its own, which is killed"
                    + " (SIGKILL) in the middle and started again; the output is the same")
    private boolean kill;

    @Override
    public Integer call() {
        if (kill && explain != null) {
            throw new Fault("--kill and --explain: one at a time");
        }
        try (PrintStream out =
                new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, UTF_8)) {
            if (kill) {
                Replay.killed(
                        file, System.in, RepositoryRoot.path(), line -> out.println(text(line)), ReplayCommand::note);
            } else if (explain == null) {
                Replay.run(file, System.in, line -> out.println(text(line)), ReplayCommand::note);
            } else {
                Replay.explain(file, System.in, explain, line -> out.println(text(line)));
            }
            out.flush();
        }
        return 0;
    }

    private static void note(String note) {
        System.err.println("plimsoll: " + note);
    }

    private static String text(JsonNode line) {
        try {
            return Json.mapper().writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new Fault("a record can't be written: " + e.getOriginalMessage(), e);
        }
    }
}
