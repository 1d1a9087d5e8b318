package io.github.accelbed.model.step;

import io.github.accelbed.model.ModelException;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the simulated kernel: one writer or many readers, as {@code mmap_lock}; a mutex or spinlock is one that is only
 * ever written. A step that does not get it answers {@link Flow#BLOCKED}.
 *
 * <p>The holder may take it again (nesting is counted), which the kernel's locks do not allow; the lock-order graph shows
 * such a case as a cycle of length one.
 */
public final class SimLock {
    private final String name;
    private @Nullable Actor writer;
    private int writeDepth;
    private int readers;
    private final Held exclusive = new Hold(false);
    private final Held shared = new Hold(true);

    /** One taking of the lock, in the record of who took it. */
    private final class Hold implements Held {
        private final boolean reads;

        Hold(boolean reads) {
            this.reads = reads;
        }

        @Override
        public void giveBack(Actor holder) {
            if (reads) {
                unlockShared(holder);
            } else {
                unlock(holder);
            }
        }

        @Override
        public String name() {
            return name;
        }
    }

    /**
     * A free lock.
     *
     * @param name the kernel's name of it
     */
    public SimLock(String name) {
        this.name = name;
    }

    /**
     * Its name.
     *
     * @return such as {@code mmap_lock}
     */
    public String name() {
        return name;
    }

    /**
     * Takes it for writing.
     *
     * @param actor who wants it
     * @return false if somebody else has it
     */
    public boolean lock(Actor actor) {
        if (readers > 0 || (writer != null && writer != actor)) {
            return false;
        }
        writer = actor;
        writeDepth++;
        actor.took(exclusive);
        actor.lockTaken(this);
        return true;
    }

    /**
     * Gives it back.
     *
     * @param actor the holder
     */
    public void unlock(Actor actor) {
        if (writer != actor) {
            throw new ModelException(actor.name() + " does not hold " + name);
        }
        if (--writeDepth == 0) {
            writer = null;
        }
        actor.gave(exclusive);
        actor.lockGiven(this);
    }

    /**
     * Takes it for reading.
     *
     * @param actor who wants it
     * @return false if another actor writes
     */
    public boolean lockShared(Actor actor) {
        if (writer != null && writer != actor) {
            return false;
        }
        readers++;
        actor.took(shared);
        actor.lockTaken(this);
        return true;
    }

    /**
     * Gives one reader's hold back.
     *
     * @param actor the reader
     */
    public void unlockShared(Actor actor) {
        if (readers == 0) {
            throw new ModelException("nobody reads " + name);
        }
        readers--;
        actor.gave(shared);
        actor.lockGiven(this);
    }

    /**
     * Whether an actor other than the given one writes.
     *
     * @param actor who asks
     * @return true if it would have to wait
     */
    public boolean heldByOther(Actor actor) {
        return writer != null && writer != actor;
    }

    /**
     * Whether nobody has it.
     *
     * @return true if free
     */
    public boolean free() {
        return writer == null && readers == 0;
    }
}
