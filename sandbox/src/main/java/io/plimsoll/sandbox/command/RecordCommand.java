package io.plimsoll.sandbox.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.sandbox.Fault;
import io.plimsoll.sandbox.record.Recorder;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Facts of the topic into a file that replay reads. */
@Command(name = "record", mixinStandardHelpOptions = true, description = "Write facts of the topic into a file.")
public final class RecordCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KafkaOptions kafka;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the facts go, as JSON lines")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--cluster", description = "whose facts (default: all clusters')")
    private @Nullable String cluster;

    @Option(names = "--follow", description = "go on with what comes, until ctrl-c")
    private boolean follow;

    @Override
    public Integer call() {
        try (Writer writer = Files.newBufferedWriter(out, UTF_8)) {
            long written = new Recorder(kafka.client(), kafka.prefix, cluster).record(writer, () -> follow);
            System.err.println(written + " records in " + out);
            return 0;
        } catch (IOException e) {
            throw new Fault(out + " can't be written: " + e.getMessage(), e);
        } catch (KafkaException e) {
            throw new Fault(
                    "the broker at " + kafka.bootstrapServers + " did not answer as wanted (" + e.getMessage()
                            + "): check that it runs, that --bootstrap-servers names it, and where it is secured that"
                            + " --command-config names a file that says how",
                    e);
        }
    }
}
