package io.github.accelbed.model.step;

/**
 * Something that an operation has taken and will give back: a lock, an open notifier range, a reference. Each actor keeps a record of what
 * it holds, so that an operation which fails gives everything back without saying so itself, and one which ends well is found out if it
 * forgot something.
 */
public interface Held {
    /**
     * Gives it back, in the name of an operation that failed.
     *
     * @param holder who holds it; {@link Actor#gave} is called from here
     */
    void giveBack(Actor holder);

    /**
     * What it is called.
     *
     * @return such as {@code mmap_lock}
     */
    String name();
}
