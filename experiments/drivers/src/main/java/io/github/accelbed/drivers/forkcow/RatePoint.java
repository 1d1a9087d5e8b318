package io.github.accelbed.drivers.forkcow;

/**
 * A stream of jobs with forks in between, the mean of some repetitions.
 *
 * @param backend the row
 * @param kernel the release
 * @param forksPerThousand forks in a thousand jobs
 * @param staleShare device reads that touched another page than the parent's, 0 to 1
 * @param staleError half of its 95% interval
 * @param jobNs time of a job, forks included
 * @param jobError half of its 95% interval
 */
record RatePoint(
        String backend,
        String kernel,
        long forksPerThousand,
        double staleShare,
        double staleError,
        double jobNs,
        double jobError) {}
