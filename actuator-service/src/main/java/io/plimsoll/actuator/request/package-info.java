/**
 * From a record's bytes to a request that can be carried out, or to the causes why not.
 *
 * <p>Bad input is a value: nothing here throws, whatever the bytes.
 */
@NullMarked
package io.plimsoll.actuator.request;

import org.jspecify.annotations.NullMarked;
