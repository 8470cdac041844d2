/** Recorded facts or Kubernetes watch events through the very projection and topology, offline. */
@NullMarked
package io.plimsoll.sandbox.replay;

import org.jspecify.annotations.NullMarked;
