package io.plimsoll.watcher.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One API server, read only. Calls block; they are meant for virtual threads.
 *
 * <p>The client's own retries are off: whoever calls knows better when to try again.
 */
public final class ApiServer {

    private static final int LARGEST_STATUS = 64 * 1024;
    private static final String STALE_CONNECTION = "Connection was closed";

    private final HttpClient http;
    private final String base;
    private final InstantSource clock;
    private final Duration patience;
    private volatile @Nullable Long skewMillis;

    /**
     * Reads through a client's connection and credentials.
     *
     * @param clock the watcher's, to compare the server's with
     * @param patience how long a response may take to begin
     */
    public ApiServer(KubernetesClient client, InstantSource clock, Duration patience) {
        var withoutRetries = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(0)
                .build();
        this.http = client.getHttpClient().newBuilder().tag(withoutRetries).build();
        String url = client.getConfiguration().getMasterUrl();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Reads one page of a list.
     *
     * @param limit items a page; 0 asks for all at once
     * @param next token of the page; empty for the first
     */
    public Page list(WatchedResource resource, int limit, String next, ItemConsumer items)
            throws ApiFailure, InterruptedException {
        StringBuilder query = new StringBuilder(path(resource)).append(limit > 0 ? "&limit=" + limit : "");
        if (!next.isEmpty()) {
            query.append("&continue=").append(URLEncoder.encode(next, UTF_8));
        }
        try (InputStream response = whole(query.toString())) {
            return ListReader.read(response, resource.kind(), items);
        } catch (IOException e) {
            throw ApiFailure.passing("list of " + resource.name() + " broke off: " + oneLine(e));
        }
    }

    /**
     * Opens a watch.
     *
     * @param timeout after which the server closes it
     */
    public WatchStream watch(WatchedResource resource, String resourceVersion, Duration timeout)
            throws ApiFailure, InterruptedException {
        return watch(resource, timeout, "&resourceVersion=" + URLEncoder.encode(resourceVersion, UTF_8));
    }

    /**
     * Opens a watch that begins with all there is, up to a bookmark that ends the list (KEP-3157). A server that doesn't know
     * of it either refuses, or sends what there is without that bookmark.
     */
    public WatchStream streamedList(WatchedResource resource, Duration timeout)
            throws ApiFailure, InterruptedException {
        return watch(resource, timeout, "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
    }

    private WatchStream watch(WatchedResource resource, Duration timeout, String from)
            throws ApiFailure, InterruptedException {
        String query = path(resource) + "&watch=true&allowWatchBookmarks=true&timeoutSeconds="
                + Math.max(1, timeout.toSeconds()) + from;
        return new WatchStream(get(query, ResponseStream::new), resource.kind());
    }

    /** One object as JSON. */
    public JsonNode object(String path) throws ApiFailure, InterruptedException {
        try (InputStream response = whole(path)) {
            return Json.mapper().readTree(response.readAllBytes()); // to its end, as lists are
        } catch (IOException e) {
            throw ApiFailure.passing(path + " broke off: " + oneLine(e));
        }
    }

    /** The server's clock minus ours, to about a second; null before the first answer. */
    public @Nullable Long skewMillis() {
        return skewMillis;
    }

    /** An answer that is read to its end. */
    private InputStream whole(String pathAndQuery) throws ApiFailure, InterruptedException {
        return get(pathAndQuery, () -> new ResponseStream().givingUpAfter(patience));
    }

    /** A kept connection may have been closed by the server just when it is used again: that says nothing of the server. */
    private InputStream get(String pathAndQuery, Supplier<ResponseStream> into)
            throws ApiFailure, InterruptedException {
        try {
            return getOnce(pathAndQuery, into.get());
        } catch (ApiFailure failure) {
            if (!failure.getMessage().contains(STALE_CONNECTION)) {
                throw failure;
            }
            return getOnce(pathAndQuery, into.get());
        }
    }

    private InputStream getOnce(String pathAndQuery, ResponseStream body) throws ApiFailure, InterruptedException {
        var request = http.newHttpRequestBuilder()
                .uri(base + pathAndQuery)
                .header("Accept", "application/json")
                .build();
        Instant asked = clock.instant();
        CompletableFuture<HttpResponse<AsyncBody>> answer = http.consumeBytes(request, body);
        try {
            HttpResponse<AsyncBody> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            noteSkew(response.header("Date"), asked);
            body.begin(response.body());
            if (!response.isSuccessful()) {
                throw refusal(response, body.givingUpAfter(patience));
            }
            return body;
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw ApiFailure.passing("no answer from " + base + " within " + patience.toSeconds() + " s");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw ApiFailure.passing(
                    "no answer from " + base + ": " + oneLine(e.getCause() == null ? e : e.getCause()));
        }
    }

    private static ApiFailure refusal(HttpResponse<?> response, InputStream answer) {
        String message = response.message();
        try (answer) {
            JsonNode status = Json.mapper().readTree(answer.readNBytes(LARGEST_STATUS));
            if (status != null && WatchStream.versionIsOfNoUse(status)) {
                return WatchStream.failure(status);
            }
            message = status == null ? message : status.path("message").asText(message);
        } catch (JsonProcessingException e) {
            // proxies answer in HTML: the code says enough
        } catch (IOException e) {
            return ApiFailure.passing("answer " + response.code() + " broke off: " + oneLine(e));
        }
        return ApiFailure.ofStatus(response.code(), message == null ? "" : message, retryAfter(response));
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.header("Retry-After");
        return seconds != null && seconds.matches("\\d{1,5}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }

    private void noteSkew(@Nullable String date, Instant asked) {
        if (date == null) {
            return;
        }
        try {
            Instant server = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            skewMillis = Skew.millis(server, asked, clock.instant());
        } catch (DateTimeParseException e) {
            // without a readable date there is nothing to compare
        }
    }

    private static String path(WatchedResource resource) {
        String selector = resource.fieldSelector();
        return resource.path() + "?"
                + (selector.isEmpty() ? "pretty=false" : "fieldSelector=" + URLEncoder.encode(selector, UTF_8));
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        String first = message == null ? "" : message.lines().findFirst().orElse("");
        return first.isEmpty() ? failure.getClass().getSimpleName() : first;
    }
}
