package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A resource (the fact's name) had to be listed anew. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Relisted(String reason) implements FactBody {

    public Relisted {
        reason = reason == null ? "" : reason;
    }
}
