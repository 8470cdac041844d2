/**
 * The worked cases, through the topology: a script of facts and ticks goes in, the alerts' transitions come out, the same
 * whether it is read through, or killed in the middle and taken up again.
 */
@NullMarked
package io.plimsoll.analyzer.cases;

import org.jspecify.annotations.NullMarked;
