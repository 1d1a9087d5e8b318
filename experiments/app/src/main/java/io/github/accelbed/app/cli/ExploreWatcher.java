package io.github.accelbed.app.cli;

import io.github.accelbed.explorer.Watcher;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells on stderr how far long explorations are. Ctrl-C does not end the program but the exploring, so that what was found so far is
 * printed; the program ends after that, as after any Ctrl-C, with code 130.
 */
final class ExploreWatcher implements Watcher, AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final PrintWriter err;
    private final boolean samples;
    private final CountDownLatch printed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "ctrl-c");
    private volatile boolean ends;

    ExploreWatcher(PrintWriter err, boolean samples) {
        this.err = err;
        this.samples = samples;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The JVM waits for its hooks before it halts. */
    private void interrupted() {
        ends = true;
        try {
            printed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called when everything is printed. */
    @Override
    public void close() {
        printed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already.
            ends = true;
        }
    }

    @Override
    public boolean ends() {
        return ends;
    }

    @Override
    public void soFar(String cell, long schedules, long states, long left, boolean givenUp) {
        StringBuilder line = new StringBuilder("accelbed: ").append(cell).append(": ");
        if (samples) {
            line.append(count(schedules)).append(" samples");
        } else {
            line.append(count(states)).append(" states, ");
            line.append(left < 0 ? "no end in sight" : "about " + count(left) + " left");
            if (left < 0 || left > states) {
                line.append("; '--random 1000 --seed 1' sees more of it in less time");
            }
        }
        err.println(line.append(givenUp ? "; given up" : ""));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
