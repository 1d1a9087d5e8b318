package io.github.accelbed.scenario.language.term;

/**
 * An integer in memory, in a register or in a condition. The only answers that have an order.
 *
 * @param value the integer, any 64-bit number
 */
public record IntegerValue(long value) implements Value {

    @Override
    public String text() {
        return Long.toString(value);
    }

    /**
     * The decimal digits.
     *
     * @return the spelling in a scenario
     */
    @Override
    public String toString() {
        return text();
    }
}
