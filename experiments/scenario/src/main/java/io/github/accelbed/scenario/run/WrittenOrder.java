package io.github.accelbed.scenario.run;

/**
 * The one order of steps that a plain run takes: each branch of a {@code par} as far as it gets, then the next, and again from the first,
 * until nobody can go on; only then is somebody's answer {@code blocked}. {@code par preempt N} takes {@code N} steps of the first branch's
 * first statement before that, and then the other branches as far as they get. What was answered {@code blocked} goes on whenever a statement
 * is over.
 */
final class WrittenOrder {
    private final SteppedRun run;
    private final Stages stages;
    private final boolean patient;
    private final boolean books;

    /**
     * An order.
     *
     * @param run what takes it
     * @param patient whether a branch that cannot go on waits for the others, before {@code blocked} is its answer
     * @param books whether they are checked between two statements
     */
    WrittenOrder(SteppedRun run, boolean patient, boolean books) {
        this.run = run;
        stages = run.stages();
        this.patient = patient;
        this.books = books;
    }

    /** Takes what stands before the first {@code par}; without one, all. */
    void toFirstPar() {
        boolean more = stages.branches() > 0;
        while (more && stages.branches() == 1) {
            branches(0);
            more = run.giveUp();
        }
    }

    /** Takes all. */
    void toTheEnd() {
        boolean more = stages.branches() > 0;
        while (more) {
            int stage = stages.behind();
            preempt();
            do {
                branches(0);
                more = run.giveUp();
            } while (more && stages.behind() == stage);
        }
    }

    private void preempt() {
        if (stages.preempt() == 0) {
            return;
        }
        int statement = stages.at(0);
        for (int taken = 0; taken < stages.preempt() && stages.at(0) == statement && run.step(0); taken++) {
            // each step is its own effect
        }
        branches(1);
    }

    private void branches(int from) {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int branch = from; branch < stages.branches(); branch++) {
                progress |= asFarAsItGets(branch);
            }
            progress |= run.resume();
        }
    }

    private boolean asFarAsItGets(int branch) {
        boolean progress = false;
        int statement = stages.at(branch);
        while (run.step(branch) || (!patient && run.blocked(branch))) {
            progress = true;
            if (stages.at(branch) != statement) {
                statement = stages.at(branch);
                run.resume();
                if (books) {
                    run.check();
                }
            }
        }
        return progress;
    }
}
