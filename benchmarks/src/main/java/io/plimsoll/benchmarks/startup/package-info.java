/**
 * From the start of a service's process until it is ready, and what it holds resident while idle: as the runnable jar and
 * from the AOT cache, as the images have them.
 */
@NullMarked
package io.plimsoll.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
