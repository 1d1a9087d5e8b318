package io.github.accelbed.model.access;

/** An operation that tells something where it ends well. */
public interface Valued {
    /**
     * What it tells.
     *
     * @return a number in the kernel's unit or a text; empty if it only went well
     */
    String value();
}
