package io.plimsoll.benchmarks.watcher;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;

/** The limit: an informer of pods as fabric8 makes it, with a handler that does nothing but count. */
final class InformerSide implements Side {

    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final Countdown countdown = new Countdown();
    private @Nullable SharedIndexInformer<Pod> informer;

    InformerSide(String url) {
        client = Clients.of(url);
    }

    @Override
    public void sync() {
        informer = client.pods().inAnyNamespace().withLimit(PAGE).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {}

            @Override
            public void onUpdate(Pod before, Pod after) {
                countdown.count();
            }

            @Override
            public void onDelete(Pod pod, boolean finalStateUnknown) {}
        });
    }

    @Override
    public void onChanges(long count, Runnable done) {
        countdown.set(count, done);
    }

    @Override
    public void close() {
        if (informer != null) {
            informer.close();
        }
        client.close();
    }
}
