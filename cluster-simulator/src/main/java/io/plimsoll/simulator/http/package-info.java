/**
 * A small HTTP/1.1 server on virtual threads.
 *
 * <p>Why not the JDK's: a simulator must misbehave on purpose, and the JDK's server lets nobody set a false
 * {@code Date}, reset a connection in the middle of an answer, or leave one half open.
 */
@NullMarked
package io.plimsoll.simulator.http;

import org.jspecify.annotations.NullMarked;
