package io.github.accelbed.scenario.language.term;

/**
 * What a step answers and a register holds: a value that was read, or a symbol such as {@code ok} or {@code EFAULT}.
 * Two answers are equal if they are of the same type and spelling; the text {@code "ok"} is not the symbol {@code ok}.
 */
public sealed interface Answer permits Value, Symbol {

    /**
     * The bare text, as reports and JSON give it: {@code old}, {@code 0}, {@code EFAULT}.
     *
     * @return the text, without quotes
     */
    String text();
}
