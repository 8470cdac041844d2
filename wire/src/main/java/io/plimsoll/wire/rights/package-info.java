/**
 * Who may do what on the brokers, by the names of Kafka's own access control. The one source of the Strimzi users and of the
 * tests that a party can do its work with its rights, and nothing else.
 */
@NullMarked
package io.plimsoll.wire.rights;

import org.jspecify.annotations.NullMarked;
