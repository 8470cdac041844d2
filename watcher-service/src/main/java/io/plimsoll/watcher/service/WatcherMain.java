package io.plimsoll.watcher.service;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/** Starts the service, or says a line each why not. */
@QuarkusMain
public final class WatcherMain {

    private static final int BAD_CONFIGURATION = 2;

    private WatcherMain() {}

    public static void main(String[] arguments) {
        List<String> problems = StartCheck.problems();
        if (!problems.isEmpty()) {
            problems.forEach(problem -> System.err.println("watcher-service can't start: " + problem));
            System.exit(BAD_CONFIGURATION);
        }
        Quarkus.run(arguments);
    }
}
