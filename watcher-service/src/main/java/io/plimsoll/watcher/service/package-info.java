/** The process around a watcher: configuration, health, metrics. Wiring only. */
@NullMarked
package io.plimsoll.watcher.service;

import org.jspecify.annotations.NullMarked;
