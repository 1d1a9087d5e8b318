package io.github.accelbed.conformance.agent;

/** A program exceeds what the native agent takes; the message says which bound, such as "more than 16 processes". */
public final class ProgramTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProgramTooLargeException(String what) {
        super(what);
    }
}
