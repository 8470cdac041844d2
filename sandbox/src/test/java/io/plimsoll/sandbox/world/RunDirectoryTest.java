package io.plimsoll.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    @TempDir
    Path parent;

    private RunDirectory directory = new RunDirectory(Path.of(""));

    @BeforeEach
    void servicesHaveWritten() throws IOException {
        directory = new RunDirectory(Files.createDirectory(parent.resolve("run")));
        Files.writeString(directory.path().resolve("analyzer-service.log"), "ready");
        Files.createDirectories(directory.path().resolve("analyzer-state-1/0_0"));
        Files.writeString(directory.path().resolve("analyzer-state-1/0_0/000004.sst"), "state");
    }

    @Test
    void nothingStaysBehind() {
        directory.remove();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void logsOfARunThatFailedStayAndNothingElse() throws IOException {
        directory.keepLogs(true);

        directory.remove();

        try (Stream<Path> left = Files.walk(directory.path()).filter(Files::isRegularFile)) {
            assertThat(left).extracting(Path::getFileName).containsExactly(Path.of("analyzer-service.log"));
        }
        assertThat(directory.path().resolve("analyzer-state-1")).doesNotExist();
    }
}
