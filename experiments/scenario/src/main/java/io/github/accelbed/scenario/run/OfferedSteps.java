package io.github.accelbed.scenario.run;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.CallStep;
import io.github.accelbed.scenario.language.step.LeaseStep;
import io.github.accelbed.scenario.language.step.ReleaseStep;
import io.github.accelbed.scenario.language.step.RootCallStep;
import io.github.accelbed.scenario.language.step.RowStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.vfio.manager.MdevManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a row offers every step of a scenario; if not, the cell is skipped with the reason. */
final class OfferedSteps {
    private OfferedSteps() {}

    /** Why the cell is skipped, or empty if all is offered. */
    static Optional<String> reasonToSkip(Scenario scenario, World world) {
        Map<Name, DeviceName> deviceOf = new HashMap<>();
        List<Step> steps = scenario.steps().toList();
        for (Step step : steps) {
            if (step instanceof RowStep row) {
                DeviceName device = row.asked() instanceof DeviceName named ? named : deviceOf.get(row.asked());
                if (device != null) {
                    // What else the step names, such as a queue that it opens, is that device's too.
                    Steps.names(row).forEach(name -> deviceOf.putIfAbsent(name, device));
                    String why = whyNot(row, world.row(device));
                    if (why != null) {
                        return Optional.of("line " + step.at().line() + ": " + why);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable String whyNot(RowStep step, @Nullable Access row) {
        if (row == null) {
            return "without an open there is no row to ask for it";
        }
        if ((step instanceof LeaseStep || step instanceof ReleaseStep) && !MdevManager.serves(row)) {
            return "only rows that VFIO's type1 serves have a manager of mdevs here";
        }
        if (step instanceof CallStep call) {
            return row.calls()
                    .whyNot(
                            call.name(),
                            2 * call.ranges().size() + call.numbers().size());
        } else if (step instanceof RootCallStep call) {
            return row.rootCalls().whyNot(call.name(), call.numbers().size());
        }
        for (AccessStep needed : step.needs()) {
            String why = row.whyNot(needed);
            if (why != null) {
                return why;
            }
        }
        return null;
    }
}
