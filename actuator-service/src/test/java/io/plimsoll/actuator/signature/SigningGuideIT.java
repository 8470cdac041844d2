package io.plimsoll.actuator.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.RequestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the guide make a request that is let in. */
class SigningGuideIT {

    private static final Path GUIDE = Path.of("..", "docs", "signed-requests.md");

    @TempDir
    Path directory;

    @Test
    void commandsOfTheGuideSignARequestThatIsLetIn() throws Exception {
        assumeTrue(run("openssl version") == 0, "openssl is not installed");
        StringBuilder script = new StringBuilder("set -eu\n");
        Matcher block = Pattern.compile("(?s)```sh\n(.*?)```").matcher(Files.readString(GUIDE));
        while (block.find()) {
            if (!block.group(1).contains("kafka-console-producer")) {
                script.append(block.group(1));
            }
        }

        assertThat(run(script.toString())).isZero();

        Keyring keyring = Keyring.read(Files.readAllBytes(directory.resolve("requesters.json")));
        byte[] request = Files.readAllBytes(directory.resolve("request.json"));
        Reading reading = new Door(keyring, new RequestReader("eu1")).read(request, null, Instant.now());
        assertThat(reading).isInstanceOf(Reading.Signed.class);
    }

    private int run(String script) throws IOException, InterruptedException {
        return new ProcessBuilder("bash", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.log").toFile())
                .start()
                .waitFor();
    }
}
