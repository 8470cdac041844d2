/** The actuator as a Quarkus application: configuration in, health, metrics and REST out. */
@NullMarked
package io.plimsoll.actuator.app;

import org.jspecify.annotations.NullMarked;
