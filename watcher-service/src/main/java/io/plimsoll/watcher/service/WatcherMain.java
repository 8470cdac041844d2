package io.plimsoll.watcher.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the service, or says in one line why not. */
@QuarkusMain
public final class WatcherMain {

    private static final int BAD_CONFIGURATION = 2;

    private WatcherMain() {}

    public static void main(String[] arguments) {
        String problem = StartCheck.problem();
        if (problem != null) {
            System.err.println("watcher-service can't start: " + problem);
            System.exit(BAD_CONFIGURATION);
        }
        Quarkus.run(arguments);
    }
}
