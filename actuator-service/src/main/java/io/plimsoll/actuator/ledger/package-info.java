/** What is remembered of requests, decisions and nodes: the keys and values of the journal, and one thread's view of them. */
@NullMarked
package io.plimsoll.actuator.ledger;

import org.jspecify.annotations.NullMarked;
