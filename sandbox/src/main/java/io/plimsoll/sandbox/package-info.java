/** Plimsoll on one machine, without a cluster or Kafka: the commands of {@code ./plimsoll}. */
@NullMarked
package io.plimsoll.sandbox;

import org.jspecify.annotations.NullMarked;
