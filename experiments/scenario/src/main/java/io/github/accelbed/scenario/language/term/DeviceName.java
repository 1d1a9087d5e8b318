package io.github.accelbed.scenario.language.term;

/**
 * The name of a device that the scenario declares; nothing of a run introduces one.
 *
 * @param text its spelling
 */
public record DeviceName(String text) implements Name {
    @Override
    public String toString() {
        return text;
    }
}
