package io.github.accelbed.scenario.language.term;

/**
 * The name of a queue of a device, with a small first letter.
 *
 * @param text its spelling
 */
public record QueueName(String text) implements Name {
    @Override
    public String toString() {
        return text;
    }
}
