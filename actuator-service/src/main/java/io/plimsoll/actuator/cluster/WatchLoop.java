package io.plimsoll.actuator.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import io.plimsoll.actuator.view.Freshness;
import io.plimsoll.actuator.view.IndexedView;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one collection current: lists, watches from there, and lists again when the server has forgotten where we were.
 *
 * <p>Each watch is asked to last a few seconds only, and opened again where it ended: a stream that neither says anything
 * nor ends is dead, and is known to be within {@link #SILENCE}. Its age is machine time since its last sign of life.
 */
final class WatchLoop implements Runnable {

    private static final System.Logger LOG = System.getLogger(WatchLoop.class.getName());
    private static final int WATCH_SECONDS = 8;
    private static final Duration SILENCE = Duration.ofSeconds(12);
    private static final int PAGE = 500;

    private final Api api;
    private final Watched watched;
    private final IndexedView view;
    private final String ownGroupLabel;
    private final Runnable changed;

    private final Map<String, Watched.Key> known = new HashMap<>();
    private volatile boolean synced;
    private volatile long lastSign = System.nanoTime();
    private volatile @Nullable String problem = "the first list is under way";
    private volatile @Nullable InputStream open;
    private volatile boolean stopped;

    WatchLoop(Api api, Watched watched, IndexedView view, String ownGroupLabel, Runnable changed) {
        this.api = api;
        this.watched = watched;
        this.view = view;
        this.ownGroupLabel = ownGroupLabel;
        this.changed = changed;
    }

    Watched watched() {
        return watched;
    }

    Freshness freshness() {
        return new Freshness(Duration.ofNanos(System.nanoTime() - lastSign), synced ? null : problem);
    }

    /** What keeps it from being current, for readiness; null where nothing does. */
    @Nullable
    String problem() {
        return problem;
    }

    void stop() {
        stopped = true;
        cut();
    }

    /** Breaks a stream that has been silent for too long; its reader then opens another. */
    void cutIfSilent() {
        if (open != null && System.nanoTime() - lastSign > SILENCE.toNanos()) {
            cut();
        }
    }

    private void cut() {
        InputStream stream = open;
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                // it is of no more use either way
            }
        }
    }

    @Override
    public void run() {
        String version = null;
        int failures = 0;
        while (!stopped) {
            try {
                if (System.nanoTime() - lastSign > SILENCE.toNanos()) {
                    version = null; // a watch that is opened again is alive before it has caught up; a list is not
                }
                version = version == null ? list() : watch(version);
                failures = 0;
            } catch (Api.WatchRefused e) {
                if (e.code() == 410) {
                    version = null;
                    continue;
                }
                failures++;
                problem = watched.path() + ": " + e.getMessage();
                synced = synced && e.code() >= 500;
            } catch (IOException | RuntimeException e) {
                failures++;
                if (!stopped) {
                    problem = watched.path() + ": " + Api.oneLine(e);
                    LOG.log(System.Logger.Level.DEBUG, "watch broke off: " + problem);
                }
            } catch (InterruptedException e) {
                return;
            }
            if (failures > 0 && !pause(failures)) {
                return;
            }
        }
    }

    private static boolean pause(int failures) {
        try {
            Thread.sleep(Math.min(5_000, 100L << Math.min(6, failures)));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private String list() throws IOException {
        Set<String> present = new HashSet<>();
        String next = "";
        String version;
        do {
            String query = "?limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, UTF_8));
            Reply page = api.get(watched.path() + query);
            if (!page.ok()) {
                throw page.answered()
                        ? new Api.WatchRefused(page.code(), page.message())
                        : new IOException(page.message());
            }
            for (JsonNode item : page.body().path("items")) {
                present.add(put(item));
            }
            version = page.body().path("metadata").path("resourceVersion").asText("");
            next = page.body().path("metadata").path("continue").asText("");
        } while (!next.isEmpty());
        Set<String> gone = new HashSet<>(known.keySet());
        gone.removeAll(present);
        gone.forEach(this::remove);
        alive();
        synced = true;
        changed.run();
        return version;
    }

    private String watch(String from) throws IOException, InterruptedException {
        String version = from;
        String query = "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + WATCH_SECONDS + "&resourceVersion="
                + URLEncoder.encode(from, UTF_8);
        try (InputStream stream = api.watch(watched.path() + query)) {
            open = stream;
            alive();
            try (MappingIterator<JsonNode> events =
                    Json.mapper().readerFor(JsonNode.class).readValues(stream)) {
                while (events.hasNextValue()) {
                    version = event(events.nextValue(), version);
                }
            }
            alive();
            return version;
        } finally {
            open = null;
        }
    }

    private String event(JsonNode event, String version) throws IOException {
        JsonNode object = event.path("object");
        switch (event.path("type").asText()) {
            case "ADDED", "MODIFIED" -> put(object);
            case "DELETED" -> remove(id(Watched.key(object)));
            case "BOOKMARK" -> {}
            case "ERROR" -> {
                boolean expired = object.path("reason").asText("").equals("Expired");
                throw new Api.WatchRefused(
                        expired ? 410 : object.path("code").asInt(500),
                        object.path("message").asText(""));
            }
            default -> {} // of a later API: nothing is known of it
        }
        alive();
        if (!event.path("type").asText().equals("BOOKMARK")) {
            changed.run();
        }
        return object.path("metadata").path("resourceVersion").asText(version);
    }

    private void alive() {
        lastSign = System.nanoTime();
        problem = null;
    }

    private static String id(Watched.Key key) {
        return key.namespace() + "/" + key.name();
    }

    private String put(JsonNode object) {
        Watched.Key key = Watched.key(object);
        Watched.Key before = known.put(id(key), key);
        if (before != null && !before.uid().equals(key.uid())) {
            watched.remove(view, before);
        }
        watched.put(view, object, ownGroupLabel);
        return id(key);
    }

    private void remove(String id) {
        Watched.Key key = known.remove(id);
        if (key != null) {
            watched.remove(view, key);
        }
    }
}
