package io.plimsoll.sandbox.story;

import io.plimsoll.sandbox.listen.Heard;
import java.util.function.Predicate;

/**
 * Something that must be heard for a scenario to have gone right.
 *
 * @param name short and stable, for machines
 * @param sentence for people: what was expected
 * @param act whether it is an act rather than an alert or an answer
 */
public record Expectation(String name, String sentence, boolean act, Predicate<Heard> met) {}
