package io.github.accelbed.scenario.language.term;

/**
 * The name of a process, with a capital first letter.
 *
 * @param text its spelling
 */
public record ProcessName(String text) implements Name {
    @Override
    public String toString() {
        return text;
    }
}
