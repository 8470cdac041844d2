/** What the services publish, heard through an ordinary Kafka consumer. */
@NullMarked
package io.plimsoll.sandbox.listen;

import org.jspecify.annotations.NullMarked;
