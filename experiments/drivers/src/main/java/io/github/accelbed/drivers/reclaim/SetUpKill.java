package io.github.accelbed.drivers.reclaim;

/**
 * A SIGKILL inside set-up.
 *
 * @param steps done before it
 * @param where the last step that was done
 * @param before what was held before set-up began: what root had made
 * @param cell what was held afterwards
 */
record SetUpKill(int steps, String where, Phase before, Cell cell) {

    /** What the kill left of a resource beyond what root had made. */
    long left(Resource resource) {
        return cell.afterEnding().held(resource) - before.held(resource);
    }

    boolean clean() {
        for (Resource resource : Resource.values()) {
            if (left(resource) != 0) {
                return false;
            }
        }
        return true;
    }
}
