package io.github.accelbed.claims;

/** A ledger that cannot be read. The message names the file, the line and what would be right. */
public final class LedgerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * One thing that is wrong.
     *
     * @param file its name
     * @param line where, from 1
     * @param message what is wrong and what would be right
     */
    LedgerException(String file, int line, String message) {
        super(file + ":" + line + ": " + message);
    }

    /** A file that is not even read. */
    LedgerException(String file, String message) {
        super(file + ": " + message);
    }
}
