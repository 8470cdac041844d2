/**
 * The life of an alert, as a total function: every state answers every signal.
 *
 * <pre>
 * (none) ──condition──▶ Pending ──held long enough──▶ Firing ◀──inputs back── Stale
 *    ▲                     │                           │  └──inputs lost──────▶ ▲
 *    └──condition gone─────┘                           │ gone for keepFor, object deleted
 *    └──24 h after─────────────────────── Resolved ◀───┘
 *                                            └──condition back, held──▶ Firing (within 10 min: the same episode)
 * </pre>
 *
 * A lost input never resolves and never starts anything. Time is an argument; what was published is part of the state,
 * so that a restart repeats nothing and forgets nothing.
 */
@NullMarked
package io.plimsoll.analyzer.lifecycle;

import org.jspecify.annotations.NullMarked;
