package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;

/** The list of a resource (the fact's name) is complete: all its objects of this epoch are in the log. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Synced(int count) implements FactBody {}
