/** The process: configuration, Kafka Streams, health, metrics. No rule lives here. */
@NullMarked
package io.plimsoll.analyzer.service;

import org.jspecify.annotations.NullMarked;
