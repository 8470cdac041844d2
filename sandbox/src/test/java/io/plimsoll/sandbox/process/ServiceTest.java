package io.plimsoll.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {

    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    @BeforeEach
    void aBuild() throws IOException {
        Files.createDirectories(app());
        write("quarkus-run.jar", BUILT);
    }

    @Test
    void withoutACacheTheRunnableJarIsStarted() {
        assertThat(Service.WATCHER.program(root))
                .isEqualTo(List.of("-jar", app().resolve("quarkus-run.jar").toString()));
    }

    @Test
    void aCacheTrainedAfterTheBuildIsUsed() throws IOException {
        write("launch.args", BUILT.plusSeconds(9));
        write("app.aot", BUILT.plusSeconds(9));

        assertThat(Service.WATCHER.program(root))
                .isEqualTo(List.of("-XX:AOTCache=" + app().resolve("app.aot"), "@" + app().resolve("launch.args")));
    }

    @Test
    void aCacheOfAnEarlierBuildIsLeftAlone() throws IOException {
        write("launch.args", BUILT.minusSeconds(9));
        write("app.aot", BUILT.minusSeconds(9));

        assertThat(Service.WATCHER.program(root)).startsWith("-jar");
    }

    private Path app() {
        return root.resolve("watcher-service/target/quarkus-app");
    }

    private void write(String name, Instant at) throws IOException {
        Files.setLastModifiedTime(Files.createFile(app().resolve(name)), FileTime.from(at));
    }
}
