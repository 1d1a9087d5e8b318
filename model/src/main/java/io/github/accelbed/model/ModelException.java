package io.github.accelbed.model;

/**
 * The kernel that is modelled has come into a state in which Linux would warn or stop: a reference counted below zero, a mapped frame
 * freed, a lock given back by who does not hold it. With every mechanism in place that is a bug of this program; without one it can be
 * what the mechanism is for.
 */
public final class ModelException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what broke.
     *
     * @param message what cannot be
     */
    public ModelException(String message) {
        super(message);
    }
}
