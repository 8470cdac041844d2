/**
 * Requests whose requester proves who they are: DSSE envelopes signed with Ed25519, and what each requester may ask for.
 *
 * <p>The signature stands outside the bytes it covers, so nothing has to be canonicalised: what was signed is what is read.
 * No clock, no file and no Kafka is known here.
 */
@NullMarked
package io.plimsoll.actuator.signature;

import org.jspecify.annotations.NullMarked;
