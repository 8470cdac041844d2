package io.plimsoll.watcher.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.plimsoll.watcher.api.ApiServer;
import io.plimsoll.watcher.api.WatchedResource;
import io.plimsoll.watcher.project.KubernetesObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server of before WatchList: it takes {@code sendInitialEvents} for nothing and sends no bookmark that ends a list. */
class InitialListIT {

    private static final WatchedResource PODS = WatchedResource.OTHERS.getLast();
    private static final String POD =
            "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"%s\"}}";

    private HttpServer old;
    private KubernetesClient client;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void startServer() throws IOException {
        old = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        old.createContext("/", this::answer);
        old.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + old.getAddress().getPort())
                        .withAutoConfigure(false)
                        .build())
                .build();
    }

    @AfterEach
    void stopServer() {
        client.close();
        old.stop(0);
    }

    @Test
    void streamWithoutAnEndIsGivenUpForPagesAndNotAskedForAgain() throws Exception {
        var settings = WatchSettings.DEFAULT.streamingLists();
        var pulse = new Pulse("pods", settings.gapAfter(), System::nanoTime);
        var server = new ApiServer(client, InstantSource.system(), Duration.ofSeconds(10));
        var list = new InitialList(PODS, server, settings, pulse, new OpenStream("pods", pulse, settings.silence()));
        var taken = new Taken();

        String version = list.read(taken);
        list.read(new Taken());

        assertThat(version).isEqualTo("42");
        assertThat(taken.names).containsExactly("cart-1", "cart-2");
        assertThat(asked.stream().filter(query -> query.contains("sendInitialEvents=true")))
                .hasSize(1);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        asked.add(query);
        String body = query.contains("watch=true")
                ? "{\"type\":\"ADDED\",\"object\":" + POD.formatted("cart-1") + "}\n"
                : "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"42\"},\"items\":["
                        + POD.formatted("cart-1") + "," + POD.formatted("cart-2") + "]}";
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(body.getBytes(UTF_8));
        exchange.close();
    }

    private static final class Taken implements InitialList.Taker {

        private final List<String> names = new ArrayList<>();

        @Override
        public void listed(KubernetesObject object) {
            names.add(object.name());
        }

        @Override
        public void removed(KubernetesObject object) {
            names.remove(object.name());
        }

        @Override
        public void anew() {
            names.clear();
        }
    }
}
