/** The actuator put together: settings in, threads, topics and the API server around the helm. No decision is made here. */
@NullMarked
package io.plimsoll.actuator.service;

import org.jspecify.annotations.NullMarked;
