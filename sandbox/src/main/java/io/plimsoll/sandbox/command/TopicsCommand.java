package io.plimsoll.sandbox.command;

import io.plimsoll.sandbox.Fault;
import io.plimsoll.sandbox.topics.TopicCheck;
import io.plimsoll.sandbox.topics.TopicRow;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the topics beside what they should be; exit code 1 when one is missing or wrong. */
@Command(name = "topics", mixinStandardHelpOptions = true, description = "Show, or create, Plimsoll's topics.")
public final class TopicsCommand implements Callable<Integer> {

    private static final int PARTITIONS = 6;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KafkaOptions kafka;

    @Option(names = "--create", description = "create those that are missing, and mend the settings of the others")
    private boolean create;

    @Option(names = "--partitions", description = "of new topics (default: " + PARTITIONS + ")")
    private int partitions;

    @Option(names = "--replication", description = "of new topics (default: 3, or as many as there are brokers)")
    private int replication;

    @Override
    public Integer call() {
        if (partitions < 0 || replication < 0) {
            throw new Fault("--partitions and --replication are " + partitions + " and " + replication
                    + ", expected at least 1 each");
        }
        try (TopicCheck check = new TopicCheck(kafka.client(), kafka.prefix)) {
            if (create) {
                check.createMissing(partitions > 0 ? partitions : PARTITIONS, replication)
                        .forEach(name -> System.out.println("created " + name));
                check.mendSettings().forEach(change -> System.out.println("mended " + change));
            }
            List<TopicRow> rows = check.rows();
            rows.forEach(row -> System.out.println(line(row)));
            List<String> otherwise = rows.stream()
                    .flatMap(row -> row.otherThan(partitions, replication).stream())
                    .toList();
            otherwise.forEach(System.out::println);
            return otherwise.isEmpty()
                            && rows.stream().allMatch(row -> row.problems().isEmpty())
                    ? 0
                    : 1;
        }
    }

    private static String line(TopicRow row) {
        String state = row.problems().isEmpty() ? "ok" : String.join("; ", row.problems());
        return String.format(
                Locale.ROOT,
                "%-34s %3d partitions, %d replicas  %s",
                row.topic(),
                row.partitions(),
                row.replicas(),
                state);
    }
}
