package io.plimsoll.analyzer.service;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads the configuration before anything starts, so that each mistake in it is one line and not a stack trace. */
final class StartCheck {

    private static final List<Class<?>> MAPPINGS = List.of(AnalyzerKeys.class, TopicKeys.class);
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
                            "the keys are listed in docs/configuration.md")));
            SmallRyeConfig mapped = config(MAPPINGS);
            Settings.of(mapped.getConfigMapping(AnalyzerKeys.class), mapped.getConfigMapping(TopicKeys.class));
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
                .addDiscoveredConverters()
                .withValidateUnknown(false);
        mappings.forEach(builder::withMapping);
        if (Files.isRegularFile(FILE)) {
            builder.withSources(new PropertiesConfigSource(FILE.toUri().toURL(), 260));
        }
        return builder.build();
    }

    /** Names in the environment aren't looked at: what their underscores stand for can't be told. */
    private static List<String> unknownKeys(SmallRyeConfig config) {
        List<Pattern> known = new ArrayList<>();
        known.add(Pattern.compile("plimsoll\\.log\\.json"));
        MAPPINGS.forEach(mapping -> ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(mapping))
                .keySet()
                .forEach(key -> known.add(pattern(key))));
        Set<String> unknown = new HashSet<>();
        for (ConfigSource source : config.getConfigSources()) {
            if (source.getName().startsWith("EnvConfigSource")) {
                continue;
            }
            for (String name : source.getPropertyNames()) {
                String key = name.replaceFirst("^%[^.]*\\.", "");
                if (key.startsWith("plimsoll.")
                        && known.stream()
                                .noneMatch(pattern -> pattern.matcher(key).matches())) {
                    unknown.add(key);
                }
            }
        }
        return unknown.stream().sorted().toList();
    }

    /** A star stands for one name, or one quoted; an index may follow a list. */
    private static Pattern pattern(String key) {
        StringBuilder regex = new StringBuilder();
        for (String part : key.split("\\.")) {
            regex.append(regex.isEmpty() ? "" : "\\.");
            if (part.equals("*")) {
                regex.append("(?:[^.\"]+|\"[^\"]+\")");
            } else {
                regex.append(Pattern.quote(part.replace("[*]", ""))).append("(?:\\[\\d+])?");
            }
        }
        return Pattern.compile(regex.toString());
    }
}
