package io.github.accelbed.model.access;

import io.github.accelbed.model.process.Task;

/**
 * Who makes a call on what.
 *
 * @param task the calling process
 * @param queue its queue
 */
public record Caller(Task task, AccessQueue queue) {}
