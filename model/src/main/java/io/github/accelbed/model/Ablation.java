package io.github.accelbed.model;

/**
 * Leaves one mechanism out, to show what it is for: a decorator of the rules that hold it. The model itself has no switches.
 */
public interface Ablation {
    /**
     * The mechanism's name in {@code without NAME}.
     *
     * @return lower case with hyphens
     */
    String name();

    /**
     * What is left out, in one sentence.
     *
     * @return prose
     */
    String title();

    /**
     * The rules without the mechanism.
     *
     * @param kind the rules' interface
     * @param rules the rules of the running kernel
     * @param <R> the rules' type
     * @return wrapped rules if this ablation concerns them, else the given ones
     */
    <R> R apply(Class<R> kind, R rules);
}
