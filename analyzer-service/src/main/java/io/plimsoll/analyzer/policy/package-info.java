/**
 * From alerts to decisions, by rules that are configuration.
 *
 * <p>Decisions go out at once on danger and are taken back slowly: only after all that called for one has been quiet for
 * a while, never at the edge. One decision stands per act and scope, whoever calls for it; while called for it is renewed
 * before it expires, so that a silent analyzer's decisions end by themselves.
 */
@NullMarked
package io.plimsoll.analyzer.policy;

import org.jspecify.annotations.NullMarked;
