package io.github.accelbed.scenario.language.term;

/**
 * The name of a page reference, with a small first letter.
 *
 * @param text its spelling
 */
public record ReferenceName(String text) implements Name {
    @Override
    public String toString() {
        return text;
    }
}
