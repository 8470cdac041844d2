package io.plimsoll.watcher.project;

import io.plimsoll.model.fact.Affinity;
import io.plimsoll.model.fact.OwnerRef;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.model.fact.PodVolume;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of a pod: what decides where it may run, what may be done to it, and how it fares. No env, no secrets. */
final class PodProjection {

    private PodProjection() {}

    static PodState of(Reading pod, String namespace, Surroundings surroundings) {
        Reading metadata = pod.at("metadata");
        Reading spec = pod.at("spec");
        Reading status = pod.at("status");
        Map<String, String> annotations = KeptAnnotations.of(pod);
        Map<String, String> labels = metadata.textMap("labels");
        OwnerRef controller = Parts.controller(pod);
        return new PodState(
                labels,
                annotations,
                controller,
                controller == null ? null : workload(controller, namespace, labels, surroundings),
                spec.text("nodeName"),
                status.text("phase"),
                status.text("reason"),
                Parts.shortened(status.text("message")),
                Parts.conditions(status),
                metadata.instant("creationTimestamp"),
                status.instant("startTime"),
                metadata.instant("deletionTimestamp"),
                metadata.number("deletionGracePeriodSeconds"),
                spec.number("terminationGracePeriodSeconds"),
                status.text("qosClass"),
                spec.integerOr("priority", 0),
                spec.text("priorityClassName"),
                spec.text("schedulerName"),
                spec.textMap("nodeSelector"),
                affinity(spec.at("affinity")),
                spec.list("tolerations", Parts::toleration),
                spec.list("topologySpreadConstraints", Parts::topologySpread),
                spec.list("schedulingGates", gate -> gate.text("name")),
                Containers.of(spec, status),
                Parts.resources(spec, "overhead"),
                spec.list("volumes", PodProjection::volume),
                spec.text("hostname"),
                spec.text("subdomain"),
                metadata.texts("finalizers"),
                annotations.containsKey("kubernetes.io/config.mirror"));
    }

    /**
     * The topmost owner. Where the ReplicaSet itself isn't known yet (its watch may lag behind the pods'), its name less
     * the template's hash is the Deployment's.
     */
    private static OwnerRef workload(
            OwnerRef controller, String namespace, Map<String, String> labels, Surroundings surroundings) {
        String uid = controller.uid() == null ? "" : controller.uid();
        OwnerRef above = surroundings.ownerOf(controller.kind(), namespace, controller.name(), uid);
        if (above != null) {
            return above;
        }
        String hash = labels.get("pod-template-hash");
        if (controller.kind().equals("ReplicaSet") && hash != null && !hash.isEmpty()) {
            String name = controller.name();
            if (name.length() > hash.length() + 1 && name.endsWith("-" + hash)) {
                return new OwnerRef("Deployment", name.substring(0, name.length() - hash.length() - 1), null);
            }
        }
        return controller;
    }

    private static @Nullable Affinity affinity(Reading affinity) {
        if (affinity.absent()) {
            return null;
        }
        Affinity kept = new Affinity(
                affinity.at("nodeAffinity")
                        .at("requiredDuringSchedulingIgnoredDuringExecution")
                        .list("nodeSelectorTerms", PodProjection::nodeTerm),
                podTerms(affinity.at("podAffinity")),
                podTerms(affinity.at("podAntiAffinity")));
        return kept.nodeTerms().isEmpty()
                        && kept.podAffinity().isEmpty()
                        && kept.podAntiAffinity().isEmpty()
                ? null
                : kept;
    }

    static Affinity.NodeTerm nodeTerm(Reading term) {
        return new Affinity.NodeTerm(
                Parts.requirements(term, "matchExpressions"), Parts.requirements(term, "matchFields"));
    }

    private static List<Affinity.PodTerm> podTerms(Reading affinity) {
        return affinity.list(
                "requiredDuringSchedulingIgnoredDuringExecution",
                term -> new Affinity.PodTerm(
                        Parts.selector(term, "labelSelector"),
                        term.texts("namespaces"),
                        Parts.selector(term, "namespaceSelector"),
                        term.textOr("topologyKey", "")));
    }

    /** Volumes that hold data or bind the pod to a node; projected ones, config maps and secrets do neither. */
    private static @Nullable PodVolume volume(Reading volume) {
        String name = volume.textOr("name", "");
        if (volume.has("persistentVolumeClaim")) {
            return new PodVolume(
                    name, "claim", volume.at("persistentVolumeClaim").text("claimName"));
        }
        if (volume.has("ephemeral")) {
            return new PodVolume(name, "ephemeral", null);
        }
        if (volume.has("emptyDir")) {
            return new PodVolume(name, "emptyDir", null);
        }
        if (volume.has("hostPath")) {
            return new PodVolume(name, "hostPath", null);
        }
        return volume.has("local") ? new PodVolume(name, "local", null) : null;
    }
}
