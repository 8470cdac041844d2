package io.plimsoll.actuator.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One API server through a client's connection and credentials, without the client's retries. Calls block. */
public final class Api {

    private final HttpClient http;
    private final String base;
    private final Duration patience;

    /**
     * Calls through a client.
     *
     * @param patience machine time that an answer may take
     */
    public Api(KubernetesClient client, Duration patience) {
        var withoutRetries = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(0)
                .build();
        this.http = client.getHttpClient().newBuilder().tag(withoutRetries).build();
        String url = client.getConfiguration().getMasterUrl();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.patience = patience;
    }

    public String url() {
        return base;
    }

    Reply get(String path) {
        return send(http.newHttpRequestBuilder().uri(base + path).header("Accept", "application/json"));
    }

    Reply post(String path, JsonNode body) {
        return send(http.newHttpRequestBuilder().uri(base + path).method("POST", "application/json", body.toString()));
    }

    /** Breaks off where {@code allowed} doesn't hold when the request goes out: see {@link LastLook}. */
    Reply post(String path, JsonNode body, BooleanSupplier allowed) {
        return send(http.newHttpRequestBuilder().uri(base + path), "POST", body, allowed);
    }

    Reply delete(String path, JsonNode body, BooleanSupplier allowed) {
        return send(http.newHttpRequestBuilder().uri(base + path), "DELETE", body, allowed);
    }

    private Reply send(HttpRequest.Builder request, String method, JsonNode body, BooleanSupplier allowed) {
        byte[] bytes = body.toString().getBytes(UTF_8);
        return send(request.method(method, "application/json", new LastLook(bytes, allowed), bytes.length));
    }

    Reply put(String path, JsonNode body) {
        return send(http.newHttpRequestBuilder().uri(base + path).method("PUT", "application/json", body.toString()));
    }

    /** What time the server says it is, to the second; null where it doesn't say. */
    @Nullable
    Instant date() {
        var request = http.newHttpRequestBuilder().uri(base + "/version").build();
        try {
            String date = await(http.sendAsync(request, byte[].class)).header("Date");
            return date == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (IOException | DateTimeException e) {
            return null; // whatever else is the matter is said elsewhere
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    Reply jsonPatch(String path, JsonNode operations, BooleanSupplier allowed) {
        byte[] bytes = operations.toString().getBytes(UTF_8);
        return send(http.newHttpRequestBuilder()
                .uri(base + path)
                .method("PATCH", "application/json-patch+json", new LastLook(bytes, allowed), bytes.length));
    }

    /** An open stream of events; the caller closes it. */
    InputStream watch(String path) throws IOException, InterruptedException {
        var request = http.newHttpRequestBuilder()
                .uri(base + path)
                .header("Accept", "application/json")
                .build();
        HttpResponse<InputStream> response = await(http.sendAsync(request, InputStream.class));
        if (!response.isSuccessful()) {
            try (InputStream body = response.body()) {
                throw new WatchRefused(response.code(), message(parsed(body.readNBytes(64 * 1024)), response.code()));
            }
        }
        return response.body();
    }

    /** The server refused to open a watch, or to go on with it. */
    static final class WatchRefused extends IOException {
        private static final long serialVersionUID = 1L;
        private final int code;

        WatchRefused(int code, String message) {
            super(code + " " + message);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private Reply send(HttpRequest.Builder builder) {
        try {
            HttpResponse<byte[]> response = await(http.sendAsync(builder.build(), byte[].class));
            JsonNode body = parsed(response.body());
            return new Reply(response.code(), body, message(body, response.code()), retryAfter(response, body));
        } catch (IOException e) {
            return new Reply(0, MissingNode.getInstance(), "no answer from " + base + ": " + oneLine(e), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply(0, MissingNode.getInstance(), "interrupted", null);
        }
    }

    private <T> T await(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw cause instanceof IOException io ? io : new IOException(oneLine(cause), cause);
        }
    }

    private static JsonNode parsed(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // proxies answer in HTML: the code says enough
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String message(JsonNode body, int code) {
        String text = body.path("message").asText("");
        return text.isEmpty() ? "HTTP " + code : text.length() > 500 ? text.substring(0, 500) + "…" : text;
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response, JsonNode body) {
        int inStatus = body.path("details").path("retryAfterSeconds").asInt(0);
        String header = response.header("Retry-After");
        long seconds = header != null && header.matches("\\d{1,5}") ? Long.parseLong(header) : inStatus;
        return seconds > 0 ? Duration.ofSeconds(seconds) : null;
    }

    static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        String first = message == null ? "" : message.lines().findFirst().orElse("");
        return first.isEmpty() ? failure.getClass().getSimpleName() : first;
    }
}
