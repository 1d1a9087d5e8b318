package io.github.accelbed.scenario.language.term;

/**
 * The name of a mediated device.
 *
 * @param text its spelling
 */
public record MdevName(String text) implements Name {
    @Override
    public String toString() {
        return text;
    }
}
