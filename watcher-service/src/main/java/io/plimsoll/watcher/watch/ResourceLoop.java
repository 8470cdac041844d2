package io.plimsoll.watcher.watch;

import io.plimsoll.model.fact.Origin;
import io.plimsoll.model.fact.Relisted;
import io.plimsoll.model.fact.Synced;
import io.plimsoll.model.fact.Tick.Standing;
import io.plimsoll.watcher.api.ApiFailure;
import io.plimsoll.watcher.api.ApiServer;
import io.plimsoll.watcher.api.Notice;
import io.plimsoll.watcher.api.WatchStream;
import io.plimsoll.watcher.api.WatchedResource;
import io.plimsoll.watcher.project.KubernetesObject;
import io.plimsoll.watcher.project.Sighting;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Follows one resource for a term.
 *
 * <pre>
 * list ──complete──▶ deletions since, Synced ──▶ watch ──closed, broken, silent──▶ watch from where it ended
 *  ▲                                               │
 *  └──── Relisted, jittered wait ◀── too old (410), closed at once three times, internal fault
 *
 * 403, 404: told as a gap at once, tried again every minute; the other resources' loops don't notice.
 * </pre>
 */
final class ResourceLoop implements Runnable {

    private static final Logger LOG = System.getLogger(ResourceLoop.class.getName());
    private static final int PATIENCE_WITH_CLOSERS = 3;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final WatchedResource resource;
    private final ApiServer server;
    private final Feed feed;
    private final WatchSettings settings;
    private final WatchListener listener;
    private final Pulse pulse;
    private final Backoff backoff;
    private final OpenStream stream;
    private final InitialList initialList;
    private long epoch;
    private @Nullable String told;

    ResourceLoop(
            WatchedResource resource, ApiServer server, Feed feed, WatchSettings settings, WatchListener listener) {
        this.resource = resource;
        this.server = server;
        this.feed = feed;
        this.settings = settings;
        this.listener = listener;
        this.pulse = new Pulse(resource.name(), settings.gapAfter(), System::nanoTime);
        this.backoff = new Backoff(settings.firstBackoff(), settings.longestBackoff());
        this.stream = new OpenStream(resource.name(), pulse, settings.silence());
        this.initialList = new InitialList(resource, server, settings, pulse, stream);
    }

    WatchedResource resource() {
        return resource;
    }

    Pulse pulse() {
        return pulse;
    }

    /** Cuts a watch that has been silent for longer than the server was asked to keep it open. */
    void cutIfSilent() {
        stream.cutIfSilent();
    }

    /** Cuts the watch, silent or not. */
    void cut() {
        stream.cut();
    }

    @Override
    public void run() {
        String relistReason = null;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    tell(relistReason);
                    String version = list();
                    told = null;
                    relistReason = follow(version);
                    pulse.lost("listing anew: " + relistReason);
                    Thread.sleep(backoff.next());
                } catch (ApiFailure failure) {
                    rest(failure);
                    relistReason = pulse.isSynced() && relistReason == null ? failure.getMessage() : relistReason;
                } catch (RuntimeException fault) {
                    LOG.log(Level.ERROR, "internal fault, listing anew: resource=" + resource.name(), fault);
                    relistReason = "internal fault: " + fault;
                    pulse.lost(relistReason);
                    Thread.sleep(backoff.next());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells of a new list once, however many tries it takes. */
    private void tell(@Nullable String relistReason) throws InterruptedException {
        if (relistReason != null && !relistReason.equals(told)) {
            told = relistReason;
            listener.relisted(resource.name(), relistReason);
            feed.control(resource.name(), new Relisted(relistReason), feed.epoch());
        }
    }

    /** Lists everything into the log and tells what is gone; gives the version to watch from. */
    private String list() throws ApiFailure, InterruptedException {
        epoch = feed.nextEpoch();
        Listed listed = new Listed();
        String version;
        try {
            version = initialList.read(listed);
        } catch (ApiFailure failure) {
            if (listed.count > 0) {
                // What it has written is written again: harmless, but to be seen in the log and in the counts.
                String reason = "list broke off: " + failure.getMessage();
                LOG.log(Level.WARNING, "{0}: resource={1} count={2}", reason, resource.name(), listed.count);
                listener.relisted(resource.name(), reason);
            }
            throw failure;
        }
        Sighting end = feed.sighting(Origin.RELIST_DIFF, epoch);
        feed.put(feed.ledger().unseen(resource.kinds(), end));
        feed.control(resource.name(), new Synced(listed.count), epoch);
        pulse.synced();
        LOG.log(Level.INFO, "synced: resource={0} count={1} epoch={2}", resource.name(), listed.count, epoch);
        return version;
    }

    /** A list on its way into the log. */
    private final class Listed implements InitialList.Taker {

        private int count;

        @Override
        public void listed(KubernetesObject object) throws InterruptedException {
            count++;
            feed.put(feed.ledger().seen(object, feed.sighting(Origin.SNAPSHOT, epoch)));
        }

        @Override
        public void removed(KubernetesObject object) throws InterruptedException {
            count--;
            feed.put(feed.ledger().deleted(object, feed.sighting(Origin.WATCH, epoch)));
        }

        /** Under an epoch of its own: what was listed before and isn't any more was deleted in between. */
        @Override
        public void anew() {
            epoch = feed.nextEpoch();
            count = 0;
        }
    }

    /** Watches on and on; returns why the resource must be listed anew. */
    private String follow(String from) throws ApiFailure, InterruptedException {
        String version = from;
        int closedAtOnce = 0;
        while (true) {
            long opened = System.nanoTime();
            Followed end = watch(version);
            version = end.version();
            if (end.tooOld() != null) {
                return end.tooOld();
            }
            boolean atOnce = System.nanoTime() - opened < AT_ONCE.toNanos();
            closedAtOnce = atOnce && !end.delivered() && end.failure() == null ? closedAtOnce + 1 : 0;
            if (end.failure() != null) {
                rest(end.failure());
            } else if (closedAtOnce >= PATIENCE_WITH_CLOSERS) {
                return "closed at once " + closedAtOnce + " times";
            } else if (closedAtOnce > 0) {
                Thread.sleep(backoff.next());
            } else {
                backoff.reset();
                if (atOnce) {
                    Thread.sleep(settings.firstBackoff()); // it gets on, but needn't ask a thousand times a second
                }
            }
        }
    }

    /**
     * How one watch ended.
     *
     * @param version where to go on
     * @param delivered whether any change came
     * @param tooOld why going on is no use, else null
     * @param failure what broke it, null where it was closed in order
     */
    private record Followed(
            String version,
            boolean delivered,
            @Nullable String tooOld,
            @Nullable ApiFailure failure) {}

    private Followed watch(String from) throws InterruptedException {
        String version = from;
        boolean delivered = false;
        try (WatchStream open = server.watch(resource, from, settings.watchTimeout())) {
            stream.opened(open);
            Notice notice;
            while ((notice = open.next()) != null) {
                pulse.sign();
                switch (notice) {
                    case Notice.Changed(var object) -> version = seen(object);
                    case Notice.Removed(var object) -> version = removed(object);
                    case Notice.Bookmark(var bookmark, var _) -> version = bookmark.isEmpty() ? version : bookmark;
                    case Notice.Refused(var failure) -> {
                        return ended(version, delivered, failure);
                    }
                }
                delivered |= !(notice instanceof Notice.Bookmark);
            }
            pulse.sign();
            return new Followed(version, delivered, null, null);
        } catch (ApiFailure failure) {
            return ended(version, delivered, failure);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped while watching");
            }
            return ended(
                    version,
                    delivered,
                    new ApiFailure(ApiFailure.Cause.PASSING, "watch broke off: " + e.getMessage(), null));
        } finally {
            stream.ended();
        }
    }

    /** A version that the server doesn't take, too old or otherwise, it won't take later either. */
    private static Followed ended(String version, boolean delivered, ApiFailure failure) {
        return failure.what() == ApiFailure.Cause.GONE || failure.what() == ApiFailure.Cause.INVALID
                ? new Followed(version, delivered, failure.getMessage(), null)
                : new Followed(version, delivered, null, failure);
    }

    private String seen(KubernetesObject object) throws InterruptedException {
        stream.handing(true);
        feed.put(feed.ledger().seen(object, feed.sighting(Origin.WATCH, epoch)));
        stream.handing(false);
        return object.resourceVersion();
    }

    private String removed(KubernetesObject object) throws InterruptedException {
        stream.handing(true);
        feed.put(feed.ledger().deleted(object, feed.sighting(Origin.WATCH, epoch)));
        stream.handing(false);
        return object.resourceVersion();
    }

    /** Waits as long as a failure asks for. */
    private void rest(ApiFailure failure) throws InterruptedException {
        switch (failure.what()) {
            case FORBIDDEN -> {
                pulse.degraded(Standing.FORBIDDEN, failure.getMessage(), rule());
                Thread.sleep(settings.retryDegraded());
            }
            case ABSENT -> {
                String api = resource.path().substring(0, resource.path().lastIndexOf('/'));
                pulse.degraded(Standing.ABSENT, "the server has no " + api, "");
                Thread.sleep(settings.retryDegraded());
            }
            case GONE, INVALID, PASSING -> {
                pulse.lost(failure.getMessage(), failure.remedy());
                Thread.sleep(longer(backoff.next(), failure.retryAfter()));
            }
        }
    }

    /** What the server asks for counts, within reason: one that asks for a day is asked again all the same. */
    private Duration longer(Duration own, @Nullable Duration asked) {
        if (asked == null || asked.compareTo(own) < 0) {
            return own;
        }
        return asked.compareTo(settings.retryDegraded()) < 0 ? asked : settings.retryDegraded();
    }

    private String rule() {
        return String.format(
                Locale.ROOT,
                "add to the watcher's ClusterRole: {apiGroups: [\"%s\"], resources: [\"%s\"], verbs: [\"list\","
                        + " \"watch\"]}",
                resource.group(),
                resource.name());
    }
}
