package io.plimsoll.watcher.watch;

import io.plimsoll.watcher.api.WatchStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The stream that a loop reads at the moment, for others to cut. */
final class OpenStream {

    private static final Logger LOG = System.getLogger(OpenStream.class.getName());

    private final String resource;
    private final Pulse pulse;
    private final Duration silence;
    private volatile @Nullable WatchStream stream;
    private volatile boolean handing;
    private volatile boolean silent;

    OpenStream(String resource, Pulse pulse, Duration silence) {
        this.resource = resource;
        this.pulse = pulse;
        this.silence = silence;
    }

    void opened(WatchStream open) {
        silent = false;
        stream = open;
        pulse.sign();
    }

    /** Whether the last stream was cut because nothing came any more. */
    boolean wasSilent() {
        return silent;
    }

    void ended() {
        handing = false;
        stream = null;
    }

    /** While its loop hands records over it reads nothing: that silence isn't the server's. */
    void handing(boolean now) {
        if (!now) {
            pulse.sign();
        }
        handing = now;
    }

    /** Cuts a stream that has been silent for longer than the server was asked to keep it open. */
    void cutIfSilent() {
        WatchStream open = stream;
        if (open != null && !handing && pulse.age().compareTo(silence) > 0) {
            LOG.log(Level.WARNING, "watch silent, cut: resource=" + resource);
            stream = null;
            silent = true;
            open.close();
        }
    }

    void cut() {
        WatchStream open = stream;
        if (open != null) {
            open.close();
        }
    }
}
