package io.github.accelbed.model.step;

/** Whether a step may wait, and whether a SIGKILL ends the wait. */
public enum Waiting {
    /** It goes on at once. */
    NONE,
    /** It waits for what it needs, whatever happens: {@code mutex_lock}, {@code wait_for_completion}, {@code spin_lock}. */
    UNINTERRUPTIBLE,
    /** It waits until what it needs comes, or a SIGKILL: {@code mmap_write_lock_killable}. */
    KILLABLE
}
