package io.plimsoll.sandbox.topics;

import java.util.ArrayList;
import java.util.List;

/**
 * One topic and what is wrong with it.
 *
 * @param partitions 0 where the topic is missing
 * @param replicas of its first partition
 * @param problems empty when all is well
 */
public record TopicRow(String topic, int partitions, int replicas, List<String> problems) {

    public TopicRow {
        problems = List.copyOf(problems);
    }

    /**
     * What a topic that is there has otherwise than was asked, and can't be given by a setting: a line each.
     *
     * @param wantedPartitions 0 for any
     * @param wantedReplicas 0 for any
     */
    public List<String> otherThan(int wantedPartitions, int wantedReplicas) {
        List<String> lines = new ArrayList<>();
        if (partitions == 0) {
            return lines;
        }
        if (wantedPartitions > 0 && wantedPartitions != partitions) {
            lines.add(topic + " has " + partitions + " partitions, asked for were " + wantedPartitions
                    + ": left as it is, since Kafka takes none away and each one more moves keys; stop the services, delete"
                    + " the topic and run this command again");
        }
        if (wantedReplicas > 0 && wantedReplicas != replicas) {
            lines.add(topic + " has " + replicas + " replicas, asked for were " + wantedReplicas
                    + ": left as it is; Kafka's own kafka-reassign-partitions.sh changes it");
        }
        return lines;
    }
}
