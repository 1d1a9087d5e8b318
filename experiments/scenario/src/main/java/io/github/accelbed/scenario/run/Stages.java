package io.github.accelbed.scenario.run;

import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a scenario as they stand beside each other, and which of them each branch is at. The branches of a {@code par} are one
 * stage; statements in a row outside are the only branch of another.
 */
final class Stages {
    private static final int MOST_STATEMENTS = 1 << 16;

    /** What happens side by side; {@code preempt} steps of the first branch's first statement come first in a plain run. */
    private record Stage(List<List<Step>> branches, int preempt) {}

    private final List<Stage> stages = new ArrayList<>();
    private final int[] at;
    private int stage;

    Stages(Scenario scenario) {
        for (Statement statement : scenario.statements()) {
            if (statement instanceof ParBlock par) {
                stages.add(new Stage(par.branches(), par.preempt()));
            } else {
                alone((Step) statement);
            }
        }
        at = new int
                [stages.stream().mapToInt(one -> one.branches().size()).max().orElse(1)];
    }

    private void alone(Step step) {
        int last = stages.size() - 1;
        if (last < 0 || stages.get(last).branches().size() > 1) {
            stages.add(new Stage(List.of(new ArrayList<>()), 0));
            last++;
        }
        stages.get(last).branches().get(0).add(step);
    }

    /** How many branches the widest of them has. */
    int widest() {
        return at.length;
    }

    /** How many there are. */
    int size() {
        return stages.size();
    }

    /** How many are behind. */
    int behind() {
        return stage;
    }

    /** Whether all are behind. */
    boolean atEnd() {
        return stage == stages.size();
    }

    /** How many branches stand side by side now; 0 at the end. */
    int branches() {
        return atEnd() ? 0 : stages.get(stage).branches().size();
    }

    int preempt() {
        return stages.get(stage).preempt();
    }

    /** At which statement a branch is. */
    int at(int branch) {
        return at[branch];
    }

    /** The same with the stage: no other place in the scenario has this number. */
    int place(int branch) {
        return stage * MOST_STATEMENTS + at[branch];
    }

    /** The statement that a branch is at, or null if it is through. */
    @Nullable
    Step current(int branch) {
        return branch < branches()
                        && at[branch] < stages.get(stage).branches().get(branch).size()
                ? stages.get(stage).branches().get(branch).get(at[branch])
                : null;
    }

    /** The statements that the branches have come to. */
    List<Step> current() {
        List<Step> current = new ArrayList<>();
        for (int branch = 0; branch < branches(); branch++) {
            Step step = current(branch);
            if (step != null) {
                current.add(step);
            }
        }
        return current;
    }

    /** Whether all branches are through. */
    boolean over() {
        for (int branch = 0; branch < branches(); branch++) {
            if (current(branch) != null) {
                return false;
            }
        }
        return true;
    }

    /** A statement of a branch is answered. */
    void next(int branch) {
        at[branch]++;
    }

    /** What follows begins; false if nothing does. */
    boolean begin() {
        stage++;
        for (int branch = 0; branch < at.length; branch++) {
            at[branch] = 0;
        }
        return !atEnd();
    }
}
