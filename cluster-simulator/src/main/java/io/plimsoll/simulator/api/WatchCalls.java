package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.faults.Faults;
import io.plimsoll.simulator.faults.OpenWatch;
import io.plimsoll.simulator.http.Exchange;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.Listing;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.store.Subscription;
import io.plimsoll.simulator.store.WatchEvent;
import io.plimsoll.simulator.table.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/** {@code watch}: the present or the past since a version, then changes as they come, bookmarks between. */
final class WatchCalls {

    /** A client this far behind is let go, as the watch cache does; it resumes where it was. */
    private static final long LAGGING = 200_000;

    private static final int SHORTEST_SECONDS = 1800;

    private final ObjectStore store;
    private final Faults faults;
    private final Tables tables;
    private final Duration bookmarkEvery;

    WatchCalls(ObjectStore store, Faults faults, Tables tables, Duration bookmarkEvery) {
        this.store = store;
        this.faults = faults;
        this.tables = tables;
        this.bookmarkEvery = bookmarkEvery;
    }

    void watch(ApiRequest request, ResourceType type, Exchange exchange) throws IOException, InterruptedException {
        Selection selection = Selection.of(type, request);
        AtomicReference<Listing> present = new AtomicReference<>(new Listing(List.of(), 0));
        Subscription changes = open(request, selection, present);
        OpenWatch watch = new OpenWatch(request.call(), changes);
        faults.opened(watch);
        try (changes) {
            OutputStream out = exchange.stream(200, Answers.JSON, watch::release);
            Frames frames = new Frames(out, type, selection, tables, request);
            initial(request, Objects.requireNonNull(present.get()), frames);
            OpenWatch.Ending ending = serve(request, changes, watch, frames);
            end(ending, exchange, watch, frames);
        } catch (IOException hungUp) {
            exchange.cut(false);
        } finally {
            faults.closed(watch);
        }
    }

    private Subscription open(ApiRequest request, Selection selection, AtomicReference<Listing> present) {
        String wanted = request.http().parameter("resourceVersion");
        boolean initialEvents = request.http().parameter("sendInitialEvents").equals("true");
        boolean fromNow = request.http().parameter("sendInitialEvents").equals("false") && wanted.isEmpty();
        long version = wanted.isEmpty() ? 0 : version(wanted);
        if (fromNow) {
            return store.subscribe(selection.type());
        }
        if (version == 0 || initialEvents) {
            String namespace = selection.namespace().isEmpty() ? null : selection.namespace();
            return store.subscribe(
                    selection.type(),
                    namespace,
                    listing -> present.set(new Listing(selection.filter(listing.items()), listing.resourceVersion())));
        }
        return store.replay(selection.type(), version);
    }

    private static void initial(ApiRequest request, Listing present, Frames frames) throws IOException {
        for (StoredObject object : present.items()) {
            frames.object("ADDED", object);
        }
        if (request.http().parameter("sendInitialEvents").equals("true") && bookmarks(request)) {
            frames.bookmark(present.resourceVersion(), true);
        }
        frames.flush();
    }

    private OpenWatch.Ending serve(ApiRequest request, Subscription changes, OpenWatch watch, Frames frames)
            throws IOException, InterruptedException {
        long now = System.nanoTime();
        long end = now + timeout(request).toNanos();
        long nextBookmark = now + bookmarkEvery.toNanos();
        boolean bookmarks = bookmarks(request);
        while (!changes.closed()) {
            if (watch.ending().isPresent()) {
                return watch.ending().get();
            }
            long until = bookmarks ? Math.min(end, nextBookmark) : end;
            WatchEvent event = changes.poll(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            // What was there before the version was read has been read too once there is nothing left.
            long version = store.resourceVersion();
            while (event != null && watch.ending().isEmpty()) {
                frames.event(event);
                version = store.resourceVersion();
                event = changes.poll();
            }
            if (watch.ending().isPresent()) {
                return watch.ending().get();
            }
            now = System.nanoTime();
            if (bookmarks && (now >= nextBookmark || now >= end) && changes.backlog() == 0) {
                frames.bookmark(version, false);
                nextBookmark = now + bookmarkEvery.toNanos();
            }
            frames.flush();
            if (now >= end || changes.backlog() > LAGGING) {
                return OpenWatch.Ending.CLOSE;
            }
        }
        return OpenWatch.Ending.CLOSE;
    }

    private void end(OpenWatch.Ending ending, Exchange exchange, OpenWatch watch, Frames frames)
            throws IOException, InterruptedException {
        switch (ending) {
            case CLOSE -> frames.close();
            case CUT -> exchange.cut(true);
            case HANG -> {
                watch.gone().await();
                exchange.cut(false);
            }
            case EXPIRE -> {
                frames.error(ApiStatus.of(
                        410, "Expired", "too old resource version: 1 (%d)".formatted(store.resourceVersion())));
                frames.close();
            }
        }
    }

    private static boolean bookmarks(ApiRequest request) {
        return request.http().flag("allowWatchBookmarks");
    }

    private static Duration timeout(ApiRequest request) {
        String seconds = request.http().parameter("timeoutSeconds");
        if (seconds.isEmpty() || seconds.equals("0")) {
            return Duration.ofSeconds(ThreadLocalRandom.current().nextInt(SHORTEST_SECONDS, 2 * SHORTEST_SECONDS));
        }
        return Duration.ofSeconds(version(seconds));
    }

    /** @throws ApiException 400 if it isn't a number */
    static long version(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest(
                    "resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
                            .formatted(text, text));
        }
    }

    static ObjectNode bookmarkObject(ResourceType type, long version, boolean initialEventsEnd) {
        ObjectNode object = Json.NODES.objectNode();
        object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
        ObjectNode metadata = object.putObject("metadata").put("resourceVersion", Long.toString(version));
        metadata.putNull("creationTimestamp");
        if (initialEventsEnd) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return object;
    }
}
