package io.plimsoll.sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The three services, by the module each is built in. */
public enum Service {
    WATCHER("watcher-service"),
    ANALYZER("analyzer-service"),
    ACTUATOR("actuator-service");

    private static final String CACHE = "app.aot";
    private static final String ARGUMENTS = "launch.args";

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

    /**
     * The end of Java's command line: from the trained cache where {@code ./plimsoll build} left one for this very build,
     * else the runnable jar.
     */
    List<String> program(Path root) {
        Path jar = jar(root);
        Path cache = jar.resolveSibling(CACHE);
        Path arguments = jar.resolveSibling(ARGUMENTS);
        if (Files.isRegularFile(arguments) && newer(cache, jar)) {
            return List.of("-XX:AOTCache=" + cache, "@" + arguments);
        }
        return List.of("-jar", jar.toString());
    }

    /** The same for a start that leaves such a cache behind. */
    List<String> training(Path root) {
        Path jar = jar(root);
        return List.of("-XX:AOTCacheOutput=" + jar.resolveSibling(CACHE), "@" + jar.resolveSibling(ARGUMENTS));
    }

    private static boolean newer(Path cache, Path jar) {
        try {
            return Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) >= 0;
        } catch (IOException e) {
            return false; // there is none
        }
    }
}
