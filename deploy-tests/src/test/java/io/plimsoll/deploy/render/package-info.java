/** What people install, rendered by the tools they install it with. */
@NullMarked
package io.plimsoll.deploy.render;

import org.jspecify.annotations.NullMarked;
