package io.plimsoll.benchmarks.watcher;

import io.plimsoll.benchmarks.process.MeasuredProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged service, as its image starts it, in a container of 384 MiB. */
final class WatcherProcess {

    private static final int CONTAINER_MEBIBYTES = 384;

    private WatcherProcess() {}

    static MeasuredProcess start(String url, String bootstrap, String prefix) throws IOException {
        Path jar =
                Path.of(System.getProperty("plimsoll.root", "."), "watcher-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IOException("the watcher isn't built: run ./plimsoll build");
        }
        int port = MeasuredProcess.freePort();
        // As in Dockerfile.jvm, where the container's limit takes the place of MaxRAM.
        List<String> options = new ArrayList<>(List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC"));
        options.addAll(List.of("-XX:MaxRAM=" + CONTAINER_MEBIBYTES + "m", "-XX:MaxRAMPercentage=70"));
        options.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        options.add("-Dkafka.bootstrap.servers=" + bootstrap);
        options.add("-Dquarkus.kubernetes-client.api-server-url=" + url);
        options.add("-Dplimsoll.cluster=" + World.CLUSTER);
        options.add("-Dplimsoll.topics.prefix=" + prefix);
        options.add("-Dquarkus.http.port=" + port);
        options.addAll(List.of("-jar", jar.toString()));
        return MeasuredProcess.start(options, port);
    }
}
