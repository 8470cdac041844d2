package io.plimsoll.actuator.service;

import io.plimsoll.actuator.campaign.HelmSettings;
import io.plimsoll.actuator.cluster.Leadership;
import io.plimsoll.actuator.messaging.KafkaSettings;
import io.plimsoll.wire.time.ClusterClock;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one actuator goes by.
 *
 * @param instance who holds the lease and the claims; the same after a restart in the same place
 * @param apiPatience machine time that an answer of the API server may take
 * @param ownGroupLabel the installation's own label of node groups; empty for none
 * @param requesters the file of those who may sign requests; null where signatures aren't required
 */
public record ActuatorSettings(
        String instance,
        HelmSettings helm,
        KafkaSettings kafka,
        ClusterClock clock,
        Leadership.LeaseName lease,
        Leadership.Terms terms,
        Duration apiPatience,
        String ownGroupLabel,
        @Nullable Path requesters) {

    public static ActuatorSettings of(String bootstrapServers, String cluster, boolean dryRun) {
        return new ActuatorSettings(
                "actuator-0",
                HelmSettings.of(cluster, dryRun),
                KafkaSettings.of(bootstrapServers, cluster),
                ClusterClock.realTime(),
                new Leadership.LeaseName("default", "plimsoll-actuator"),
                Leadership.Terms.usual(),
                Duration.ofSeconds(10),
                "",
                null);
    }

    public String cluster() {
        return helm.cluster();
    }

    public ActuatorSettings withHelm(HelmSettings wanted) {
        return new ActuatorSettings(
                instance, wanted, kafka, clock, lease, terms, apiPatience, ownGroupLabel, requesters);
    }

    public ActuatorSettings withClock(ClusterClock wanted) {
        return new ActuatorSettings(
                instance, helm, kafka, wanted, lease, terms, apiPatience, ownGroupLabel, requesters);
    }

    public ActuatorSettings withInstance(String wanted) {
        return new ActuatorSettings(wanted, helm, kafka, clock, lease, terms, apiPatience, ownGroupLabel, requesters);
    }

    public ActuatorSettings withTerms(Leadership.Terms wanted) {
        return new ActuatorSettings(
                instance, helm, kafka, clock, lease, wanted, apiPatience, ownGroupLabel, requesters);
    }
}
