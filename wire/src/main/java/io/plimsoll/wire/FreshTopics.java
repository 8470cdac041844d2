package io.plimsoll.wire;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Topics that were just created. A broker lists them before it leads them, and whoever writes in between may have its first
 * batch refused and its second taken: the first is then out of order for ever (KAFKA-14359).
 */
public final class FreshTopics {

    private FreshTopics() {}

    /** Done when every partition of the topics answers, or failed as the client's own time limit has it. */
    public static KafkaFuture<Void> led(Admin admin, Collection<NewTopic> topics) {
        Map<TopicPartition, OffsetSpec> partitions = topics.stream()
                .flatMap(FreshTopics::partitions)
                .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        return admin.listOffsets(partitions).all().thenApply(_ -> null);
    }

    private static Stream<TopicPartition> partitions(NewTopic topic) {
        return IntStream.range(0, topic.numPartitions()).mapToObj(each -> new TopicPartition(topic.name(), each));
    }
}
