package io.github.accelbed.model.fault;

import java.util.Optional;

/**
 * {@code /proc/<pid>/fail-nth} (lib/fault-inject.c): of all allocations from now on the n-th fails, and no other. The operation that
 * asked takes its own error path; nothing is abandoned.
 *
 * <p>Like the real one it also fails small allocations of which a kernel without injection would rather kill another process. It is
 * consulted where the model has something to allocate: {@link Allocation} says where. It also stands for limits that injection does not
 * reach in a real kernel, such as RLIMIT_NOFILE. Left out: ENFILE, pages of the CPU's page tables, the areas that munmap and mprotect
 * split, and allocations of the library.
 */
public final class FailNth {
    private final long n;
    private long attempts;
    private Optional<Allocation> failed = Optional.empty();

    /**
     * Nothing has been asked for yet.
     *
     * @param n which allocation fails, from 1; 0 for none, to count them only
     */
    public FailNth(long n) {
        if (n < 0) {
            throw new IllegalArgumentException("allocation " + n);
        }
        this.n = n;
    }

    /**
     * {@code should_fail}: counts one attempt.
     *
     * @param what what is asked for
     * @return true for the n-th attempt
     */
    public boolean fails(Allocation what) {
        if (++attempts != n) {
            return false;
        }
        failed = Optional.of(what);
        return true;
    }

    /**
     * How often something was asked for.
     *
     * @return 0 or more, the failed attempt included
     */
    public long attempts() {
        return attempts;
    }

    /**
     * What failed.
     *
     * @return the kind of the n-th attempt, or empty if there were fewer
     */
    public Optional<Allocation> failed() {
        return failed;
    }
}
