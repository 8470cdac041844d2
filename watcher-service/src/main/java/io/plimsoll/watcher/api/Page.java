package io.plimsoll.watcher.api;

/**
 * What a page of a list says of the list.
 *
 * @param resourceVersion to watch from
 * @param next token of the next page; empty after the last
 */
public record Page(String resourceVersion, String next) {}
