package io.plimsoll.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.sandbox.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KafkaOptionsTest {

    @TempDir
    private Path directory;

    @Test
    void fileOfKafkasOwnKeysIsHandedOnAndTheAddressIsTheOptions() throws IOException {
        Path file = Files.writeString(directory.resolve("admin.properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=SCRAM-SHA-512
                bootstrap.servers=elsewhere:9092
                """);

        Map<String, Object> client = options("--bootstrap-servers", "kafka:9093", "--command-config", file.toString())
                .client();

        assertThat(client)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "SCRAM-SHA-512",
                        "bootstrap.servers", "kafka:9093"));
    }

    @Test
    void withoutAFileNothingButTheAddressIsSaid() {
        assertThat(options("--bootstrap-servers", "kafka:9092").client())
                .isEqualTo(Map.of("bootstrap.servers", "kafka:9092"));
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        Path file = directory.resolve("none.properties");

        assertThatThrownBy(() -> options("--command-config", file.toString()).client())
                .isInstanceOf(Fault.class)
                .hasMessageContaining(file + " can't be read")
                .hasMessageContaining("--command-config takes a file of properties");
    }

    private static KafkaOptions options(String... arguments) {
        KafkaOptions options = new KafkaOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("kafka", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options;
    }
}
