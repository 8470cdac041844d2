package io.plimsoll.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorMainIT {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--speed 3 | unknown flag --speed",
                "--port | flag --port needs a value",
                "--port x | --port must be a number from 0 to 65535, not \"x\"",
                "--port 70000 | --port must be a number from 0 to 65535, not \"70000\""
            })
    void aBadFlagIsOneLineAndACode(String arguments, String message) throws InterruptedException {
        int code = run(arguments.split(" "));

        assertThat(code).isEqualTo(SimulatorMain.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("simulator: " + message)
                .hasLineCount(1);
    }

    @Test
    void aTakenPortIsOneLineAndACode() throws InterruptedException, IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int code = run("--port", Integer.toString(taken.getLocalPort()));

            assertThat(code).isEqualTo(SimulatorMain.FAILED);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .startsWith("simulator: cannot serve on port " + taken.getLocalPort())
                    .hasLineCount(1);
        }
    }

    @Test
    void itSaysWhereItServesAndWritesAKubeconfig(@TempDir Path directory) throws InterruptedException, IOException {
        Path file = directory.resolve("kubeconfig");

        int code = run("--nodes", "2", "--kubeconfig", file.toString());

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("simulator: serving 2 nodes at http://127.0.0.1:");
        assertThat(Files.readString(file)).contains("current-context: simulator");
    }

    private int run(String... arguments) throws InterruptedException {
        return SimulatorMain.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new CountDownLatch(0));
    }
}
