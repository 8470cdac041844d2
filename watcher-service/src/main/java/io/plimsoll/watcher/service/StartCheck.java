package io.plimsoll.watcher.service;

import io.plimsoll.wire.start.BrokerKeys;
import io.plimsoll.wire.start.Faults;
import io.plimsoll.wire.start.KnownKeys;
import io.plimsoll.wire.start.KnownVariables;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            SmallRyeConfig raw = config(List.of());
            problems.addAll(new KnownKeys(known()).faults(given(raw)));
            problems.addAll(misspelt(System.getenv()));
            problems.addAll(
                    BrokerKeys.faults(raw.getPropertyNames(), name -> raw.getOptionalValue(name, String.class)));
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

    private static List<String> misspelt(Map<String, String> environment) {
        return new KnownVariables(known()).faults(environment);
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

    /** Without the environment, whose names are judged as they are written there. */
    private static Map<String, String> given(SmallRyeConfig config) {
        Map<String, String> given = new HashMap<>();
        for (ConfigSource source : config.getConfigSources()) {
            if (!source.getName().startsWith("EnvConfigSource")) {
                source.getProperties().forEach((name, value) -> given.put(name.replaceFirst("^%[^.]*\\.", ""), value));
            }
        }
        return given;
    }

    private static Set<String> known() {
        Set<String> known = new HashSet<>(SINGLE_KEYS);
        MAPPINGS.forEach(
                mapping -> known.addAll(ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(mapping))
                        .keySet()));
        return known;
    }
}
