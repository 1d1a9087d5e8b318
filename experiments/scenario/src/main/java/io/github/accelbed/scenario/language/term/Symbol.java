package io.github.accelbed.scenario.language.term;

/**
 * An answer that is no value: {@code ok}, {@code blocked}, {@code stalled}, the errno of a call that failed, or the signal that a CPU
 * access raised.
 *
 * @param text one of {@link Symbols#all()}
 */
public record Symbol(String text) implements Answer {

    /** The step did what it was asked, and there is nothing to tell. */
    public static final Symbol OK = new Symbol("ok");

    /** The step could not take place yet. */
    public static final Symbol BLOCKED = new Symbol("blocked");

    /** The step does not end: a fault of the device is answered and comes again, for as long as nobody makes its translation go. */
    public static final Symbol STALLED = new Symbol("stalled");

    /** Checks the spelling. */
    public Symbol {
        if (!Symbols.isSymbol(text)) {
            throw new IllegalArgumentException("'" + text + "' is neither ok, blocked, stalled, an errno nor a signal");
        }
    }

    /**
     * The symbol itself.
     *
     * @return the spelling in a scenario
     */
    @Override
    public String toString() {
        return text;
    }
}
