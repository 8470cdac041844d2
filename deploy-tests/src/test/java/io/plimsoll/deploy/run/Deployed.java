package io.plimsoll.deploy.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.deploy.render.Manifests;
import io.plimsoll.deploy.render.Repository;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One service as a process, with the environment its Deployment gives it. */
final class Deployed implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String service;
    private final Process process;
    private final int port;
    private final Path log;

    private Deployed(String service, Process process, int port, Path log) {
        this.service = service;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** @param here what differs on this machine: addresses, directories, the clock */
    static Deployed start(String service, Manifests manifests, Map<String, String> here, Path directory)
            throws IOException {
        Path jar = Repository.root().resolve(service + "-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError(service + "-service is not built: run ./plimsoll build");
        }
        int port = freePort();
        Path log = directory.resolve(service + ".log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        jar.toString()))
                .directory(Files.createDirectories(directory.resolve(service)).toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(environment(service, manifests));
        environment.putAll(here);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("HOSTNAME", "plimsoll-" + service + "-0");
        return new Deployed(service, builder.start(), port, log);
    }

    /** What the kubelet would set: the ConfigMap, then the container's own variables. */
    static Map<String, String> environment(String service, Manifests manifests) {
        Map<String, String> environment = new TreeMap<>();
        manifests
                .get("ConfigMap plimsoll/plimsoll")
                .path("data")
                .properties()
                .forEach(each -> environment.put(each.getKey(), each.getValue().asText()));
        JsonNode container =
                manifests.get("Deployment plimsoll/plimsoll-" + service).at("/spec/template/spec/containers/0");
        for (JsonNode variable : container.path("env")) {
            boolean namespace =
                    variable.at("/valueFrom/fieldRef/fieldPath").asText().equals("metadata.namespace");
            environment.put(
                    variable.path("name").asText(),
                    namespace ? Rights.NAMESPACE : variable.path("value").asText());
        }
        return environment;
    }

    /** Empty where nothing answers. */
    String get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException e) {
            if (!process.isAlive()) {
                throw new AssertionError(service + " ended with " + process.exitValue() + ": " + output(), e);
            }
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean ready() {
        return !get("/q/health/ready").isEmpty();
    }

    String output() {
        return Repository.read(log);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static Map<String, String> kubeconfig(String url, String service, Path directory) throws IOException {
        Path file = directory.resolve(service + ".kubeconfig");
        Files.writeString(file, """
            apiVersion: v1
            kind: Config
            current-context: simulator
            clusters: [{name: simulator, cluster: {server: "%s"}}]
            contexts: [{name: simulator, context: {cluster: simulator, user: %s, namespace: %s}}]
            users: [{name: %s, user: {token: "%s"}}]
            """.formatted(url, service, Rights.NAMESPACE, service, Rights.account(service)));
        return new HashMap<>(Map.of("KUBECONFIG", file.toString()));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
