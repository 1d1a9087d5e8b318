package io.github.accelbed.scenario.run;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.MmapStep;
import io.github.accelbed.scenario.language.step.MremapStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Answer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plain run of one cell, kept step by step for comparison with another run of the same scenario. Nothing ends it early: a step that
 * fails has its errno for its answer, one that is blocked has {@code blocked} and is not tried again, and no expectation is judged.
 *
 * @param backend the row, {@link Scenario#MM} without one
 * @param kernel the simulated kernel
 * @param skipped why the row cannot run this scenario on this kernel, or null if it ran
 * @param steps the steps in the order in which they were taken, a {@code par} branch by branch; empty if skipped
 */
public record ModelTrace(
        String backend, KernelVersion kernel, @Nullable String skipped, List<StepTrace> steps) {

    /** Keeps the answers; all of them are taken, and none ends the run. */
    private static final class Recorder implements Answers {
        private final World world;
        private final Set<String> buffers = new LinkedHashSet<>();
        private final List<StepTrace> steps = new ArrayList<>();

        Recorder(World world) {
            this.world = world;
        }

        @Override
        public boolean takesBlocked(Step step) {
            return true;
        }

        @Override
        public @Nullable String answered(Step step, Answer answer) {
            if (step instanceof MmapStep mmap) {
                buffers.add(mmap.buffer().text());
            } else if (step instanceof MremapStep mremap) {
                buffers.add(mremap.target().text());
            }
            steps.add(new StepTrace(step, answer, Frames.of(world, buffers)));
            return null;
        }
    }

    /** Copies the list. */
    public ModelTrace {
        steps = List.copyOf(steps);
    }

    /**
     * Runs a cell.
     *
     * @param scenario what to run, read or built
     * @param backend the id of a row; {@link Scenario#MM} if the scenario opens no queue
     * @param kernel which kernel to simulate
     * @param costs the prices, on which no answer depends
     * @return every step with its answer and the frames after it
     * @throws IntegrityException if the model's books disagree after a step
     */
    public static ModelTrace of(Scenario scenario, String backend, KernelVersion kernel, CostTable costs) {
        World world = new World(scenario, backend, kernel, costs);
        String skipped = OfferedSteps.reasonToSkip(scenario, world).orElse(null);
        if (skipped != null) {
            return new ModelTrace(backend, kernel, skipped, List.of());
        }
        Recorder recorder = new Recorder(world);
        SteppedRun run = new SteppedRun(scenario, backend, world, recorder);
        new WrittenOrder(run, false, true).toTheEnd();
        run.exitAll();
        return new ModelTrace(backend, kernel, null, recorder.steps);
    }
}
