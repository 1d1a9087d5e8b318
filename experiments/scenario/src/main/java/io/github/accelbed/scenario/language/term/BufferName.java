package io.github.accelbed.scenario.language.term;

/**
 * The name of a buffer, which stands for the same virtual address in every process.
 *
 * @param text its spelling
 */
public record BufferName(String text) implements Name {
    @Override
    public String toString() {
        return text;
    }
}
