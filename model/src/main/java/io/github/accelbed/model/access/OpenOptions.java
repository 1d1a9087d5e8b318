package io.github.accelbed.model.access;

import org.jspecify.annotations.Nullable;

/**
 * How a queue is opened.
 *
 * @param name the queue's name, for time lines
 * @param with a queue whose container, context or protection domain is shared, or null
 * @param inherit true to leave close-on-exec off
 * @param raw true for open(2) only
 */
public record OpenOptions(String name, @Nullable AccessQueue with, boolean inherit, boolean raw) {

    /**
     * A plain opening.
     *
     * @param name the queue's name
     * @return options without extras
     */
    public static OpenOptions named(String name) {
        return new OpenOptions(name, null, false, false);
    }
}
