/**
 * Requests and decisions as campaigns: queued, held back by guards, carried out node by node, answered exactly once.
 *
 * <p>{@link io.plimsoll.actuator.campaign.Helm} is the one who decides. It is told what happened and what time it is, reads
 * the cluster's view, and says what to write down and what to do; it knows no broker, no client and no thread. Its
 * {@link io.plimsoll.actuator.ledger.Ledger} changes in place and belongs to one thread at a time.
 */
@NullMarked
package io.plimsoll.actuator.campaign;

import org.jspecify.annotations.NullMarked;
