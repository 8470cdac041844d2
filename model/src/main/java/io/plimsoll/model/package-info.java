/** What Plimsoll's services say to each other, as data: no clock, no broker, no cluster. */
@NullMarked
package io.plimsoll.model;

import org.jspecify.annotations.NullMarked;
