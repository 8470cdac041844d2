package io.plimsoll.benchmarks.watcher;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Clients that know nothing but where the server is. */
final class Clients {

    private Clients() {}

    static KubernetesClient of(String url) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl(url)
                        .withAutoConfigure(false)
                        .build())
                .build();
    }
}
