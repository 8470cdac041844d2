/** What maintenance does to a cluster: nodes taken out, pods that still land there, drains that don't end. */
@NullMarked
package io.plimsoll.analyzer.detect.maintenance;

import org.jspecify.annotations.NullMarked;
