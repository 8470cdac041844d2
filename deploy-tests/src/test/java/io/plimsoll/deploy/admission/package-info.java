/** The admission policy over nodes, its very expressions evaluated, as the API server would judge each update. */
@NullMarked
package io.plimsoll.deploy.admission;

import org.jspecify.annotations.NullMarked;
