package io.plimsoll.watcher.project;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The golden objects and the facts they give. */
public final class Golden {

    static final Path DIRECTORY = Path.of("src/test/resources/golden");
    static final Context CONTEXT =
            new Context("eu1", Instant.parse("2029-12-31T10:00:10Z"), Origin.WATCH, 3, Surroundings.NONE);

    private static final String OBJECT = ".object.json";

    private Golden() {}

    /** Names of all cases, in order. */
    public static List<String> cases() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(OBJECT))
                    .map(name -> name.substring(0, name.length() - OBJECT.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode object(String name) {
        return read(DIRECTORY.resolve(name + OBJECT));
    }

    static Path factFile(String name) {
        return DIRECTORY.resolve(name + ".fact.json");
    }

    static JsonNode read(Path file) {
        try {
            return Json.mapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
