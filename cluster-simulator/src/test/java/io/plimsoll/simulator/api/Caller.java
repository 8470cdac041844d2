package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.ClusterSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Plain HTTP calls, so that a test sees the very answer. Bodies may be written with single quotes. */
record Caller(ClusterSimulator simulator, HttpClient http) {

    record Answer(int code, HttpResponse<String> response, JsonNode body) {

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    static Caller of(ClusterSimulator simulator) {
        return new Caller(
                simulator,
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "", "application/json");
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body, "application/json");
    }

    Answer send(String method, String path, String body, String contentType) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request(method, path, body, contentType), HttpResponse.BodyHandlers.ofString());
        String text = response.body();
        JsonNode json = text.startsWith("{") ? new JsonMapper().readTree(text) : new JsonMapper().createObjectNode();
        return new Answer(response.statusCode(), response, json);
    }

    InputStream stream(String path) throws IOException, InterruptedException {
        return http.send(request("GET", path, "", "application/json"), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    private HttpRequest request(String method, String path, String body, String contentType) {
        return HttpRequest.newBuilder(URI.create(simulator.url() + path))
                .header("Content-Type", contentType)
                .header("User-Agent", "tester/1.0")
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) new JsonMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
