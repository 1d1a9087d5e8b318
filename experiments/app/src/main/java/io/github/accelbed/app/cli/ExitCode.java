package io.github.accelbed.app.cli;

/** What the command's exit code says. */
final class ExitCode {
    /** All as expected. */
    static final int OK = 0;

    /** An expectation or verdict differs, or a cell ended in error. */
    static final int DIFFERS = 1;

    /** Usage, or malformed input. */
    static final int USAGE = 2;

    /** The model's integrity broke: a bug of this program. */
    static final int INTEGRITY = 3;

    /** Input or output failed. */
    static final int IO = 4;

    /** The budget ended before it was certain that all is as expected. */
    static final int INCOMPLETE = 5;

    private ExitCode() {}
}
