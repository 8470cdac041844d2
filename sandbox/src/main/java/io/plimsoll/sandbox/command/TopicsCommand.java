package io.plimsoll.sandbox.command;

import io.plimsoll.sandbox.topics.TopicCheck;
import io.plimsoll.sandbox.topics.TopicCheck.Row;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the topics beside what they should be; exit code 1 when one is missing or wrong. */
@Command(name = "topics", mixinStandardHelpOptions = true, description = "Show, or create, Plimsoll's topics.")
public final class TopicsCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KafkaOptions kafka;

    @Option(names = "--create", description = "create those that are missing")
    private boolean create;

    @Option(names = "--partitions", defaultValue = "6", description = "of new topics (default: ${DEFAULT-VALUE})")
    private int partitions;

    @Option(names = "--replication", defaultValue = "1", description = "of new topics (default: ${DEFAULT-VALUE})")
    private short replication;

    @Override
    public Integer call() {
        try (TopicCheck check = new TopicCheck(kafka.bootstrapServers, kafka.prefix)) {
            if (create) {
                check.createMissing(partitions, replication).forEach(name -> System.out.println("created " + name));
            }
            List<Row> rows = check.rows();
            rows.forEach(row -> System.out.println(line(row)));
            return rows.stream().allMatch(row -> row.problems().isEmpty()) ? 0 : 1;
        }
    }

    private static String line(Row row) {
        String state = row.problems().isEmpty() ? "ok" : String.join("; ", row.problems());
        return String.format(Locale.ROOT, "%-34s %3d partitions  %s", row.topic(), row.partitions(), state);
    }
}
