package io.github.accelbed.explorer;

/** Hears how far explorations are, and can end them. Several threads call it. */
public interface Watcher {

    /** Hears nothing and ends nothing. */
    Watcher NONE = new Watcher() {
        @Override
        public boolean ends() {
            return false;
        }

        @Override
        public void soFar(String cell, long schedules, long states, long left, boolean ends) {
            // nobody is there
        }
    };

    /**
     * Whether every exploration is to end as if its budget were used up; asked after each step.
     *
     * @return true to end
     */
    boolean ends();

    /**
     * Told every few seconds, and when a cell is given up before its end.
     *
     * @param cell which one, in words
     * @param schedules how many orders of steps came to their end or to a known state so far
     * @param states how many states were visited; 0 of samples
     * @param left about how many there are yet, negative if that cannot be told
     * @param ends whether the cell is given up
     */
    void soFar(String cell, long schedules, long states, long left, boolean ends);
}
