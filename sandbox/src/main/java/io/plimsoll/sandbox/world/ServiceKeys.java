package io.plimsoll.sandbox.world;

import io.plimsoll.sandbox.process.Service;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration keys a service is started with in a sandbox. */
final class ServiceKeys {

    private ServiceKeys() {}

    static Map<String, String> of(Service service, World world, int port) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("quarkus.http.port", Integer.toString(port));
        keys.put("quarkus.http.host", "127.0.0.1");
        keys.put("kafka.bootstrap.servers", world.bootstrapServers());
        keys.put("plimsoll.topics.prefix", world.prefix());
        switch (service) {
            case WATCHER -> {
                cluster(keys, world);
                keys.put("plimsoll.watcher.usage-interval", world.usageEvery().toString());
            }
            case ANALYZER -> {
                keys.put("quarkus.kafka-streams.bootstrap-servers", world.bootstrapServers());
                keys.put(
                        "plimsoll.analyzer.state-directory",
                        world.logs().resolve("analyzer-state-" + port).toString());
            }
            case ACTUATOR -> {
                cluster(keys, world);
                keys.put("plimsoll.actuator.mode", "enforce");
                keys.put("plimsoll.actuator.instance", "actuator-" + port);
            }
        }
        keys.putAll(world.brokerKeys(service));
        return keys;
    }

    private static void cluster(Map<String, String> keys, World world) {
        keys.put("quarkus.kubernetes-client.api-server-url", world.apiServerUrl());
        keys.put("plimsoll.cluster", world.cluster());
        keys.put("plimsoll.clock.speed", Double.toString(world.clock().speed()));
        keys.put("plimsoll.clock.origin", world.clock().origin().toString());
    }
}
