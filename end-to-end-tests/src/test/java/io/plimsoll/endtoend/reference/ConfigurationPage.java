package io.plimsoll.endtoend.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code docs/configuration.md}: an introduction written by hand, then a table of keys for each service. */
record ConfigurationPage(Path repository) {

    private static final Map<String, String> SERVICES = services();
    private static final String FIRST_TABLE = "## Common to several services\n";

    private static Map<String, String> services() {
        Map<String, String> services = new LinkedHashMap<>();
        services.put("watcher-service", "Watcher");
        services.put("analyzer-service", "Analyzer");
        services.put("actuator-service", "Actuator");
        return services;
    }

    Path file() {
        return repository.resolve("docs/configuration.md");
    }

    /** As it has to be: the introduction as it stands, the tables as the sources say. */
    String expected() throws IOException {
        String introduction = Files.readString(file()).split("\n## ", 2)[0];
        Map<String, List<Key>> keys = new LinkedHashMap<>();
        for (String module : SERVICES.keySet()) {
            keys.put(module, MappedKeys.of(sources(module)));
        }
        Map<String, Integer> owners = new LinkedHashMap<>();
        keys.values().forEach(own -> own.forEach(key -> owners.merge(key.name(), 1, Integer::sum)));
        StringBuilder page = new StringBuilder(introduction).append('\n').append(FIRST_TABLE);
        Map<String, Key> common = new LinkedHashMap<>();
        keys.values().stream()
                .flatMap(List::stream)
                .filter(key -> owners.get(key.name()) > 1)
                .forEach(key -> common.putIfAbsent(key.name(), key));
        page.append(table(List.copyOf(common.values())));
        keys.forEach((module, own) -> page.append("\n## %s\n".formatted(SERVICES.get(module)))
                .append(table(own.stream()
                        .filter(key -> !common.containsKey(key.name()))
                        .toList())));
        return page.toString();
    }

    private static String table(List<Key> keys) {
        List<String> lines = new ArrayList<>(List.of("", "| key | default | what it does |", "| --- | --- | --- |"));
        keys.forEach(key -> lines.add(key.row()));
        return String.join("\n", lines) + "\n";
    }

    private List<Path> sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(repository.resolve(module).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(ConfigurationPage::maps)
                    .sorted()
                    .toList();
        }
    }

    private static boolean maps(Path source) {
        try {
            return Files.readString(source).contains("@ConfigMapping");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
