package io.plimsoll.watcher.watch;

import io.plimsoll.watcher.api.ApiFailure;
import io.plimsoll.watcher.api.ApiServer;
import io.plimsoll.watcher.api.Notice;
import io.plimsoll.watcher.api.Page;
import io.plimsoll.watcher.api.WatchStream;
import io.plimsoll.watcher.api.WatchedResource;
import io.plimsoll.watcher.project.KubernetesObject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads all objects of a resource: page by page, or, where that is wanted and the server does it, as a stream.
 *
 * <p>A server that refuses to stream isn't asked again for the rest of the term.
 */
final class InitialList {

    private static final Logger LOG = System.getLogger(InitialList.class.getName());
    private static final Duration LONGEST_STREAM = Duration.ofMinutes(10);

    private final WatchedResource resource;
    private final ApiServer server;
    private final WatchSettings settings;
    private final Pulse pulse;
    private final OpenStream stream;
    private boolean streaming;

    InitialList(WatchedResource resource, ApiServer server, WatchSettings settings, Pulse pulse, OpenStream stream) {
        this.resource = resource;
        this.server = server;
        this.settings = settings;
        this.pulse = pulse;
        this.stream = stream;
        this.streaming = settings.streamedLists();
    }

    /** Takes what a list holds; may block. */
    interface Taker {

        void listed(KubernetesObject object) throws InterruptedException;

        /** One of those listed is gone again while the list goes on. */
        void removed(KubernetesObject object) throws InterruptedException;

        /** All are listed again from the first. */
        void anew();
    }

    /**
     * Hands over every object.
     *
     * @return the version to watch from
     */
    String read(Taker taker) throws ApiFailure, InterruptedException {
        if (streaming) {
            String version = streamed(taker);
            if (version != null) {
                return version;
            }
            streaming = false;
            taker.anew();
        }
        return pages(taker);
    }

    /** A continue token may grow too old while the log blocks; then the whole list is asked for in one. */
    private String pages(Taker taker) throws ApiFailure, InterruptedException {
        Page page = server.list(resource, settings.pageSize(), "", taker::listed);
        while (!page.next().isEmpty()) {
            pulse.sign();
            try {
                page = server.list(resource, settings.pageSize(), page.next(), taker::listed);
            } catch (ApiFailure failure) {
                if (failure.what() != ApiFailure.Cause.GONE) {
                    throw failure;
                }
                LOG.log(Level.WARNING, "list begun again in one, its token is too old: resource=" + resource.name());
                taker.anew();
                page = server.list(resource, 0, "", taker::listed);
            }
        }
        return page.resourceVersion();
    }

    /** The version that the stream ends with; null where the server has no such lists. */
    private @Nullable String streamed(Taker taker) throws ApiFailure, InterruptedException {
        try (WatchStream open = server.streamedList(resource, LONGEST_STREAM)) {
            stream.opened(open);
            return untilEnd(open, taker);
        } catch (ApiFailure failure) {
            if (failure.what() != ApiFailure.Cause.INVALID) {
                throw failure;
            }
            LOG.log(Level.INFO, "lists are paged, the server refuses to stream them: " + failure.getMessage());
            return null;
        } finally {
            stream.ended();
        }
    }

    /** What changes while a list is streamed may come between its objects. */
    private @Nullable String untilEnd(WatchStream open, Taker taker) throws ApiFailure, InterruptedException {
        try {
            Notice notice;
            while ((notice = open.next()) != null) {
                pulse.sign();
                stream.handing(true);
                switch (notice) {
                    case Notice.Changed(var object) -> taker.listed(object);
                    case Notice.Removed(var object) -> taker.removed(object);
                    case Notice.Bookmark(var version, var endsList) -> {
                        if (endsList) {
                            return version;
                        }
                    }
                    case Notice.Refused(var failure) -> throw failure;
                }
                stream.handing(false);
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped while listing");
            }
            if (!stream.wasSilent()) {
                throw new ApiFailure(ApiFailure.Cause.PASSING, "streamed list broke off: " + e.getMessage(), null);
            }
        }
        LOG.log(Level.INFO, "lists are paged, the server ends no streamed ones: resource=" + resource.name());
        return null;
    }
}
