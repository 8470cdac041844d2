package io.plimsoll.endtoend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationPageTest {

    private final ConfigurationPage page = new ConfigurationPage(Path.of(".."));

    /** Mended by {@code -Dplimsoll.configuration.write=true}. */
    @Test
    void thePageSaysWhatTheSourcesSay() throws IOException {
        String expected = page.expected();
        if (Boolean.getBoolean("plimsoll.configuration.write")) {
            Files.writeString(page.file(), expected);
        }

        String written = Files.readString(page.file());

        assertThat(written)
                .as("docs/configuration.md; run this test with -Dplimsoll.configuration.write=true and read the change")
                .isEqualTo(expected);
    }

    @Test
    void everyKeyIsExplained() throws IOException {
        String expected = page.expected();

        assertThat(expected).doesNotContain("|  |").contains("`plimsoll.actuator.mode` | `dry-run` |");
    }

    @Test
    void groupsListsAndMapsAreNamedAsTheyAreWritten(@TempDir Path directory) throws IOException {
        Path source = Files.writeString(directory.resolve("Keys.java"), """
                @ConfigMapping(prefix = "ship")
                interface Keys {
                    /** How deep, in {@code metres}. */
                    @WithDefault("3") @Min(1) @Max(9)
                    int maxDraught();
                    /** Crew. */
                    List<Hand> hands();
                    interface Hand {
                        /** Name. */
                        String name();
                    }
                    /** Holds. */
                    Map<String, Hold> holds();
                    interface Hold {
                        /** What is in it. */
                        Optional<String> cargo();
                    }
                }
                """);

        List<Key> keys = MappedKeys.of(List.of(source));

        assertThat(keys)
                .containsExactly(
                        new Key("ship.max-draught", "3", "From 1 to 9.", "How deep, in `metres`."),
                        new Key("ship.hands[0].name", "", "", "Name."),
                        new Key("ship.holds.<name>.cargo", "", "", "What is in it."));
    }
}
