package io.github.accelbed.scenario.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs independent work on several threads; what comes out does not depend on how many. */
public final class InParallel {
    private InParallel() {}

    /**
     * Runs all.
     *
     * @param threads at least 1
     * @param work independent of each other
     * @param <T> what each gives
     * @return the results in the order of the work
     */
    public static <T> List<T> all(int threads, List<? extends Callable<T>> work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> pending = new ArrayList<>();
            work.forEach(one -> pending.add(pool.submit(one)));
            List<T> results = new ArrayList<>();
            for (Future<T> one : pending) {
                results.add(await(one));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /**
     * Waits for one result.
     *
     * @param pending what is waited for
     * @param <T> its type
     */
    static <T> T await(Future<T> pending) {
        try {
            return pending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
