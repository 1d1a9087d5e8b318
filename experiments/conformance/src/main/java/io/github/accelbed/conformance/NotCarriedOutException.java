package io.github.accelbed.conformance;

/** A scenario asks for something that a user's processes cannot do on a running kernel. */
final class NotCarriedOutException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, as a phrase that groups what is left out, such as "pin ro: a fixed buffer is pinned for writing". */
    NotCarriedOutException(String why) {
        super(why);
    }
}
