package io.github.accelbed.app.cli;

import java.io.PrintWriter;

/** Progress on stderr: a line for each quarter of long work, nothing for work that is over at once. */
final class Progress {
    private static final int LONG = 20;

    private final PrintWriter err;
    private final int total;
    private int quarter;

    Progress(PrintWriter err, int total) {
        this.err = err;
        this.total = total;
    }

    void done(int count) {
        if (total >= LONG && 4 * count / total > quarter) {
            quarter = 4 * count / total;
            err.println("accelbed: " + count + " of " + total + " scenarios");
        }
    }
}
