/** The files of deploy/ that are made from something else: from topics and rights, from the chart's values, from the rules. */
@NullMarked
package io.plimsoll.deploy.generate;

import org.jspecify.annotations.NullMarked;
