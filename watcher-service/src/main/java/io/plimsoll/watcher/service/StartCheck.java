package io.plimsoll.watcher.service;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Reads the configuration before anything starts, so that a mistake in it is one line and not a stack trace. */
final class StartCheck {

    private static final List<Class<?>> MAPPINGS = List.of(WatcherKeys.class, ClockKeys.class, TopicKeys.class);
    private static final Set<String> SINGLE_KEYS = Set.of("plimsoll.cluster", "plimsoll.log.json");
    private static final Path FILE = Path.of("config", "application.properties");

    private StartCheck() {}

    /** What is wrong, in one line; null when nothing is. */
    static @Nullable String problem() {
        try {
            SmallRyeConfig config = config();
            String unknown = unknownKey(config);
            if (unknown != null) {
                return unknown + " is no key of the watcher; did you mean " + nearest(unknown) + "?";
            }
            new Keys(
                    config.getOptionalValue("plimsoll.cluster", String.class).orElse(""),
                    config.getConfigMapping(WatcherKeys.class),
                    config.getConfigMapping(ClockKeys.class),
                    config.getConfigMapping(TopicKeys.class));
            return null;
        } catch (ConfigValidationException e) {
            return e.getProblemCount() == 0 ? oneLine(e) : e.getProblem(0).getMessage();
        } catch (IllegalArgumentException | IOException e) {
            return oneLine(e);
        }
    }

    private static SmallRyeConfig config() throws IOException {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .addDiscoveredConverters();
        MAPPINGS.forEach(builder::withMapping);
        builder.withValidateUnknown(false); // said better here, and of more than the mappings
        if (Files.isRegularFile(FILE)) {
            builder.withSources(new PropertiesConfigSource(FILE.toUri().toURL(), 260));
        }
        return builder.build();
    }

    /** Names in the environment aren't looked at: what their underscores stand for can't be told. */
    private static @Nullable String unknownKey(SmallRyeConfig config) {
        Set<String> known = new HashSet<>(SINGLE_KEYS);
        MAPPINGS.forEach(
                mapping -> known.addAll(ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(mapping))
                        .keySet()));
        for (ConfigSource source : config.getConfigSources()) {
            if (source.getName().startsWith("EnvConfigSource")) {
                continue;
            }
            for (String name : source.getPropertyNames()) {
                String key = name.replaceFirst("^%[^.]*\\.", "").replaceFirst("\\[\\d+]$", "");
                if (key.startsWith("plimsoll.") && !known.contains(key) && !known.contains(key + "[*]")) {
                    return key;
                }
            }
        }
        return null;
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

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
}
