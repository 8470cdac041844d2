package io.plimsoll.actuator.cases;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.actuator.campaign.HelmSettings;
import io.plimsoll.actuator.cluster.Leadership;
import io.plimsoll.actuator.messaging.KafkaSettings;
import io.plimsoll.actuator.service.Actuator;
import io.plimsoll.actuator.service.ActuatorSettings;
import io.plimsoll.wire.time.ClusterClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * The actuator in a process of its own that says each step it takes on standard output, and dies at the one it is told to.
 *
 * <p>Properties are those of the packaged service; on standard input {@code arm N} counts steps from here and ends the
 * process without a word at the N-th (0: never).
 */
final class ChildMain {

    private ChildMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%5$s%n");
        String instance = System.getProperty("plimsoll.actuator.instance");
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(System.getProperty("quarkus.kubernetes-client.api-server-url"))
                .withUserAgent(instance + " fabric8")
                .withRequestRetryBackoffLimit(0)
                .build();
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("steps", new Steps.Calls()))
                .build();
        try (Actuator actuator = new Actuator(settings(instance), client, new SimpleMeterRegistry())) {
            Thread.ofPlatform().daemon().start(() -> announce(actuator));
            var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line;
            while ((line = lines.readLine()) != null) {
                Steps.arm(Integer.parseInt(line.substring("arm ".length())));
            }
        }
        System.exit(0); // whoever started it is gone
    }

    private static void announce(Actuator actuator) {
        boolean led = false;
        while (true) {
            if (actuator.active() != led) {
                led = !led;
                Steps.say(led ? "leads" : "leads no more");
            }
            Yard.pause();
        }
    }

    private static ActuatorSettings settings(String instance) {
        ActuatorSettings usual = ActuatorSettings.of(
                System.getProperty("kafka.bootstrap.servers"), System.getProperty("plimsoll.cluster"), false);
        Map<String, String> kafka = Map.of(
                "bootstrap.servers",
                System.getProperty("kafka.bootstrap.servers"),
                "interceptor.classes",
                Steps.Records.class.getName());
        String keys = System.getProperty("plimsoll.requests.keys", "");
        return new ActuatorSettings(
                instance,
                limits(usual.helm()),
                new KafkaSettings(kafka, System.getProperty("plimsoll.topics.prefix"), usual.cluster()),
                new ClusterClock(
                        InstantSource.system(),
                        Instant.parse(System.getProperty("plimsoll.clock.origin")),
                        Double.parseDouble(System.getProperty("plimsoll.clock.speed"))),
                usual.lease(),
                terms(usual.terms()),
                Duration.ofSeconds(5),
                "",
                keys.isEmpty() ? null : Path.of(keys));
    }

    private static Leadership.Terms terms(Leadership.Terms usual) {
        long lease = Long.getLong("child.lease.millis", usual.lease().toMillis());
        return new Leadership.Terms(
                Duration.ofMillis(lease), Duration.ofMillis(lease * 2 / 3), Duration.ofMillis(lease * 2 / 15));
    }

    /** Two nodes at once, one fifth of all at most, and no long waits. */
    static HelmSettings limits(HelmSettings settings) {
        return Limits.atOnce(Limits.out(Limits.quick(settings), 20), 2);
    }
}
