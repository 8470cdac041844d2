/** The tables {@code kubectl get} prints: the server decides their columns. */
@NullMarked
package io.plimsoll.simulator.table;

import org.jspecify.annotations.NullMarked;
