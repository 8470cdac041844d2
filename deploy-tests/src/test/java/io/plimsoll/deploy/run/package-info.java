/**
 * The three services as processes, with the very environment and rights that are shipped, over the embedded broker and the
 * simulated cluster: what they ask for is what they are granted, and what they measure is what dashboards and rules ask for.
 */
@NullMarked
package io.plimsoll.deploy.run;

import org.jspecify.annotations.NullMarked;
