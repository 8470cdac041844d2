package io.plimsoll.actuator.app;

import io.plimsoll.wire.start.BrokerKeys;
import io.plimsoll.wire.start.Faults;
import io.plimsoll.wire.start.KnownKeys;
import io.plimsoll.wire.start.KnownVariables;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads the configuration before anything starts, so that each mistake in it is a line and not a stack trace. */
final class StartCheck {

    private static final List<Class<?>> MAPPINGS = List.of(ActuatorConfig.class, CommonConfig.class);
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
            Faults faults = new Faults();
            for (Class<?> mapping : MAPPINGS) {
                bounds(
                        mapping.getAnnotation(ConfigMapping.class).prefix(),
                        mapping,
                        mapped.getConfigMapping(mapping),
                        faults);
            }
            SettingsCheck.look(
                    mapped.getConfigMapping(CommonConfig.class), mapped.getConfigMapping(ActuatorConfig.class), faults);
            faults.throwIfAny();
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
                .addDiscoveredConverters()
                .withValidateUnknown(false);
        mappings.forEach(builder::withMapping);
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
        Set<String> known = new HashSet<>(Set.of("plimsoll.log.json"));
        MAPPINGS.forEach(
                mapping -> known.addAll(ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(mapping))
                        .keySet()));
        return known;
    }

    /** The bounds that stand on the mappings, which are otherwise asked only once the container runs. */
    private static void bounds(String prefix, Class<?> type, Object mapping, Faults faults) {
        for (Method key : type.getDeclaredMethods()) {
            if (key.getParameterCount() != 0 || key.isSynthetic()) {
                continue;
            }
            Object value = read(key, mapping);
            String name = prefix + "." + kebab(key.getName());
            if (key.getReturnType().isInterface() && key.getReturnType().getEnclosingClass() == type) {
                bounds(name, key.getReturnType(), value, faults);
            } else if (value instanceof Number number && key.isAnnotationPresent(Min.class)) {
                Max most = key.getAnnotation(Max.class);
                faults.within(
                        name,
                        number.longValue(),
                        key.getAnnotation(Min.class).value(),
                        most == null ? Integer.MAX_VALUE : most.value());
            }
        }
    }

    private static Object read(Method key, Object mapping) {
        try {
            return key.invoke(mapping);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(key.getName() + " can't be read", e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
