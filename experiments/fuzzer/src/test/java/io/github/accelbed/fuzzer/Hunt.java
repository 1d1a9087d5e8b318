package io.github.accelbed.fuzzer;

import java.util.concurrent.Callable;

/** Looks for the first program that shows a certain kind of mistake; made in the loader of a {@link PlantedBug}, and speaks in strings. */
public final class Hunt implements Callable<String> {
    private final FailureKind kind;
    private final long most;

    /**
     * A hunt.
     *
     * @param kind the name of a {@link FailureKind}
     * @param most how many programs to try
     */
    public Hunt(String kind, long most) {
        this.kind = FailureKind.valueOf(kind);
        this.most = most;
    }

    @Override
    public String call() {
        ProgramWriter writer = new ProgramWriter(1);
        Examiner examiner = new Examiner(Bounds.DEFAULT);
        for (long number = 0; number < most; number++) {
            Failure failure = examiner.examine(writer.program(number)).failure();
            if (failure != null && failure.kind() == kind) {
                return "found in " + number + ": " + failure.detail();
            }
        }
        return "not found";
    }
}
