package io.plimsoll.analyzer.detect.maintenance;

import java.time.Instant;

/**
 * That a pod was put on a node which took none.
 *
 * @param classification NODE_NAME_SET, TOLERATES, CUSTOM_SCHEDULER or UNKNOWN
 */
public record Binding(String pod, Instant boundAt, Instant cordonedAt, String classification) {}
