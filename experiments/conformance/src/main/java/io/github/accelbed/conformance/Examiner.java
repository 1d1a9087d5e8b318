package io.github.accelbed.conformance;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.AgentSession;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.ModelTrace;
import java.util.List;

/** Runs one scenario on the model and on the kernel under it. */
final class Examiner {
    private final AgentSession session;
    private final KernelVersion version;
    private final CostTable costs = CostTable.defaults();

    Examiner(AgentSession session, KernelVersion version) {
        this.session = session;
        this.version = version;
    }

    /**
     * Compares both.
     *
     * @throws NotCarriedOutException if the agent, or the row on this kernel, cannot do what the scenario asks for
     * @throws AgentException if the agent fails
     */
    Examination examine(Scenario scenario, Counterpart counterpart) throws NotCarriedOutException, AgentException {
        String row = counterpart.rowOf(scenario);
        if (!row.equals(Scenario.MM) && !counterpart.answersFor(scenario)) {
            throw new NotCarriedOutException("backend: only " + row + " has a stand-in");
        }
        Translation translation = Translation.of(scenario, counterpart, session.abilities());
        ModelTrace trace = ModelTrace.of(asThisKernelIs(scenario), row, version, costs);
        if (trace.skipped() != null) {
            throw new NotCarriedOutException(row + " does not offer it: " + trace.skipped());
        }
        return Examination.of(scenario, translation, trace.steps(), session.run(translation.program()));
    }

    /** Where the kernel deviates from mainline in what the model can leave out, the model leaves it out, too. */
    private Scenario asThisKernelIs(Scenario scenario) {
        return session.abilities().zeroPage()
                ? scenario
                : scenario.asked(
                        scenario.expectations(),
                        scenario.backends(),
                        scenario.kernels(),
                        List.of(Mechanisms.ZERO_PAGE));
    }
}
