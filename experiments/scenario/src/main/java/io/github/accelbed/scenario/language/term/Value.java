package io.github.accelbed.scenario.language.term;

/** What a page holds: an integer or a text. Memory that was never written reads {@code 0}. */
public sealed interface Value extends Answer permits IntegerValue, TextValue {

    /** What memory reads that was never written. */
    Value ZERO = new IntegerValue(0);
}
