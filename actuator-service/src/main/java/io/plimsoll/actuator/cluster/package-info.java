/**
 * The API server, as the actuator meets it: watches in, single calls out, the lease that says who may act.
 *
 * <p>Calls go out raw, with the client's own retries off: what the server said decides what comes next, so it has to be seen.
 */
@NullMarked
package io.plimsoll.actuator.cluster;

import org.jspecify.annotations.NullMarked;
