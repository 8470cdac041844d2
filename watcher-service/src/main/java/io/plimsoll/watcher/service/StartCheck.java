package io.plimsoll.watcher.service;

import io.plimsoll.wire.start.Faults;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads the configuration before anything starts, so that each mistake in it is a line and not a stack trace. */
final class StartCheck {

    private static final List<Class<?>> MAPPINGS = List.of(WatcherKeys.class, ClockKeys.class, TopicKeys.class);
    private static final Set<String> SINGLE_KEYS = Set.of("plimsoll.cluster", "plimsoll.log.json");
    private static final Path FILE = Path.of("config", "application.properties");

    private StartCheck() {}

    /** What is wrong, a line each; empty when nothing is. */
    static List<String> problems() {
        List<String> problems = new ArrayList<>();
        try {
            SmallRyeConfig config = config(List.of());
            unknownKeys(config)
                    .forEach(key -> problems.add(Faults.unknown(
                            key,
                            String.valueOf(config.getConfigValue(key).getValue()),
                            "did you mean " + nearest(key) + "? The keys are listed in docs/configuration.md")));
            SmallRyeConfig mapped = config(MAPPINGS);
            new Keys(
                    mapped.getOptionalValue("plimsoll.cluster", String.class).orElse(""),
                    mapped.getConfigMapping(WatcherKeys.class),
                    mapped.getConfigMapping(ClockKeys.class),
                    mapped.getConfigMapping(TopicKeys.class));
        } catch (ConfigValidationException e) {
            for (int i = 0; i < e.getProblemCount(); i++) {
                problems.add(Faults.ofLibrary(e.getProblem(i).getMessage()));
            }
        } catch (IllegalArgumentException | IOException e) {
            problems.addAll(String.valueOf(e.getMessage()).lines().toList());
        }
        return problems;
    }

    private static SmallRyeConfig config(List<Class<?>> mappings) throws IOException {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .addDiscoveredConverters();
        mappings.forEach(builder::withMapping);
        builder.withValidateUnknown(false); // said better here, and of more than the mappings
        if (Files.isRegularFile(FILE)) {
            builder.withSources(new PropertiesConfigSource(FILE.toUri().toURL(), 260));
        }
        return builder.build();
    }

    /** Names in the environment aren't looked at: what their underscores stand for can't be told. */
    private static Set<String> unknownKeys(SmallRyeConfig config) {
        Set<String> known = knownKeys();
        Set<String> unknown = new TreeSet<>();
        for (ConfigSource source : config.getConfigSources()) {
            if (source.getName().startsWith("EnvConfigSource")) {
                continue;
            }
            for (String name : source.getPropertyNames()) {
                String key = name.replaceFirst("^%[^.]*\\.", "").replaceFirst("\\[\\d+]$", "");
                if (key.startsWith("plimsoll.") && !known.contains(key) && !known.contains(key + "[*]")) {
                    unknown.add(key);
                }
            }
        }
        return unknown;
    }

    private static Set<String> knownKeys() {
        Set<String> known = new HashSet<>(SINGLE_KEYS);
        MAPPINGS.forEach(
                mapping -> known.addAll(ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(mapping))
                        .keySet()));
        return known;
    }

    private static String nearest(String unknown) {
        return knownKeys().stream()
                .min(Comparator.comparingInt((String key) -> distance(unknown, key))
                        .thenComparing(key -> key))
                .orElse("");
    }

    /** How many letters must change, come or go. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
