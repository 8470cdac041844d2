/** What others ask of the actuator, and what it answers, remembers and accounts for. */
@NullMarked
package io.plimsoll.model.maintenance;

import org.jspecify.annotations.NullMarked;
