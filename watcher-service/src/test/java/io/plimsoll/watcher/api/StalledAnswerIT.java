package io.plimsoll.watcher.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server, or a way to it, that dies in the middle of an answer and doesn't say so. */
class StalledAnswerIT {

    private static final WatchedResource NODES = WatchedResource.OTHERS.getFirst();
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Test
    void listThatStopsComingIsGivenUp() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerByHalf(listening));
            try (KubernetesClient client = client("http://127.0.0.1:" + listening.getLocalPort())) {
                var server = new ApiServer(client, InstantSource.system(), PATIENCE);
                List<String> names = new ArrayList<>();

                ApiFailure failure = catchThrowableOfType(
                        ApiFailure.class, () -> server.list(NODES, 0, "", node -> names.add(node.name())));

                assertThat(failure.what()).isEqualTo(ApiFailure.Cause.PASSING);
                assertThat(failure.getMessage()).contains("nothing more came for 1 s");
                assertThat(names).containsExactly("n1");
            }
        }
    }

    private static void answerByHalf(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            InputStream asked = socket.getInputStream();
            socket.getOutputStream().write("""
                    HTTP/1.1 200 OK\r
                    Content-Type: application/json\r
                    Content-Length: 5000\r
                    \r
                    {"items": [{"metadata": {"name": "n1"}}, {"metadata": {"na""".getBytes(UTF_8));
            while (asked.read() >= 0) {
                // until the client hangs up
            }
        } catch (IOException e) {
            // the client has seen enough
        }
    }

    private static KubernetesClient client(String url) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl(url)
                        .withAutoConfigure(false)
                        .build())
                .build();
    }
}
