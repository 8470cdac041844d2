/** What was asked of the API server and what it answered: the oracle of tests. */
@NullMarked
package io.plimsoll.simulator.audit;

import org.jspecify.annotations.NullMarked;
