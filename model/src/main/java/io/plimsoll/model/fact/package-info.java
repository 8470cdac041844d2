/** What the watcher saw of a cluster. Facts carry no verdict and no advice; each is the whole kept state of one object. */
@NullMarked
package io.plimsoll.model.fact;

import org.jspecify.annotations.NullMarked;
