package io.plimsoll.endtoend.reflection;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.wire.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.processor.FailOnInvalidTimestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each service registers every class that is made by name. Quarkus registers some of them too; which ones depends on its
 * version and on the key under which they are configured, so that nothing is left to that.
 */
class NativeReflectionTest {

    private static final Path ROOT = Path.of("..");
    private static final String OF_STREAMS = "kafka-streams.";
    /** Every service has the wire jar, and the builder of native images reads what lies there in any jar. */
    private static final String OF_ALL = "META-INF/native-image/io.plimsoll/wire/reachability-metadata.json";

    @ParameterizedTest
    @ValueSource(strings = {"watcher", "analyzer", "actuator"})
    void everyClassThatKafkaMakesByNameIsRegistered(String service) {
        Set<Class<?>> made = new HashSet<>(MadeByKafka.ofEveryClient());
        for (String module : List.of(service + "-service", "wire")) {
            classesOf(module).handedAround().stream()
                    .filter(MadeByKafka::mayMake)
                    .forEach(made::add);
        }

        assertThat(unregistered(made, service)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"watcher", "analyzer", "actuator"})
    void everyClassThatTheConfigurationNamesIsRegistered(String service) throws IOException {
        Set<Class<?>> named = new HashSet<>();
        properties(service).values().forEach(value -> named.addAll(Names.in(value)));

        assertThat(unregistered(named, service)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"watcher", "analyzer", "actuator"})
    void everyClassThatAnInstallationIsToldToConfigureIsRegistered(String service) throws IOException {
        Set<Class<?>> named = new HashSet<>();
        for (Path place : List.of(Path.of("docs"), Path.of("deploy"), Path.of("docker-compose.yml"))) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(place))) {
                for (Path file : files.filter(f -> f.toString().matches(".*\\.(md|ya?ml)"))
                        .toList()) {
                    Names.in(Files.readString(file)).stream()
                            .filter(MadeByKafka::mayMake)
                            .forEach(named::add);
                }
            }
        }

        assertThat(named).as("classes named in the documents").isNotEmpty();
        assertThat(unregistered(named, service)).isEmpty();
    }

    @Test
    void whatAllRegisterIsThere() {
        assertThat(ofAll()).isNotEmpty().allSatisfy(name -> assertThat(Names.load(name))
                .isPresent());
    }

    @Test
    void everyHandlerAndClassThatStreamsMakesByNameIsRegistered() throws IOException {
        Map<String, String> settings = new HashMap<>();
        properties("analyzer").forEach((key, value) -> {
            if (key.startsWith(OF_STREAMS) && !value.startsWith("${")) {
                settings.put(key.substring(OF_STREAMS.length()), value);
            }
        });

        Set<Class<?>> made = MadeByKafka.ofStreams(settings);

        assertThat(made).contains(LogAndFailExceptionHandler.class, FailOnInvalidTimestamp.class);
        assertThat(unregistered(made, "analyzer")).isEmpty();
    }

    private static Set<String> unregistered(Set<Class<?>> made, String service) {
        Set<String> names = made.stream().map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
        names.removeAll(registeredBy(service));
        return names;
    }

    private static Compiled classesOf(String module) {
        return new Compiled(ROOT.resolve(module).resolve("target/classes"));
    }

    private static Map<String, String> properties(String service) throws IOException {
        Properties read = new Properties();
        try (Reader reader =
                Files.newBufferedReader(ROOT.resolve(service + "-service/src/main/resources/application.properties"))) {
            read.load(reader);
        }
        return read.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, read::getProperty));
    }

    private static Set<String> registeredBy(String service) {
        Set<String> registered = new TreeSet<>();
        for (String name : classesOf(service + "-service").names()) {
            Class<?> type = Names.load(name).orElse(null);
            RegisterForReflection registration = type == null ? null : type.getAnnotation(RegisterForReflection.class);
            if (registration != null) {
                Stream.of(registration.targets()).map(Class::getName).forEach(registered::add);
                registered.addAll(List.of(registration.classNames()));
            }
        }
        assertThat(registered).as("what the %s registers", service).isNotEmpty();
        registered.addAll(ofAll());
        return registered;
    }

    private static List<String> ofAll() {
        try (InputStream metadata = NativeReflectionTest.class.getClassLoader().getResourceAsStream(OF_ALL)) {
            return Json.mapper().readTree(metadata).path("reflection").findValuesAsText("type");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
