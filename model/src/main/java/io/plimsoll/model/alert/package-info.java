/** What the analyzer concluded: the condition, its subject, the numbers behind it and where they came from. */
@NullMarked
package io.plimsoll.model.alert;

import org.jspecify.annotations.NullMarked;
