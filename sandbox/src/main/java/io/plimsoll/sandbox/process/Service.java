package io.plimsoll.sandbox.process;

import java.nio.file.Path;

/** The three services, by the module each is built in. */
public enum Service {
    WATCHER("watcher-service"),
    ANALYZER("analyzer-service"),
    ACTUATOR("actuator-service");

    private final String module;

    Service(String module) {
        this.module = module;
    }

    public String module() {
        return module;
    }

    /** The runnable jar below the repository's root, once built. */
    Path jar(Path root) {
        return root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
