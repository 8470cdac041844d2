/**
 * A real Kafka broker inside this process: KRaft, one node, formatted at the first start.
 *
 * <p>Tests and the demonstration run on it where no container engine is at hand. It is the published broker's own code,
 * so what holds here holds against a broker elsewhere.
 */
@NullMarked
package io.plimsoll.broker;

import org.jspecify.annotations.NullMarked;
