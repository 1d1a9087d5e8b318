package io.github.accelbed.junit;

import io.github.accelbed.explorer.text.CellText;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** The test of one cell: its name, its judgement, and what the method can be handed. */
final class CellTest implements TestTemplateInvocationContext {
    private final boolean judge;
    private final List<Object> results;
    private final ScenarioResult scenario;
    private final CellResult cell;

    CellTest(boolean judge, RunResult run, ScenarioResult scenario, CellResult cell) {
        this.judge = judge;
        this.scenario = scenario;
        this.cell = cell;
        results = List.of(run, scenario, cell);
    }

    @Override
    public String getDisplayName(int index) {
        return scenario.name() + ", " + cell.backend() + " on " + cell.kernel();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(new Results(), (BeforeTestExecutionCallback) context -> judge());
    }

    /** Throws what JUnit takes for a failure, or for a test that says nothing. */
    void judge() {
        if (!judge || cell.status() == CellStatus.PASS) {
            return;
        }
        if (cell.status() == CellStatus.SKIP) {
            throw new TestAbortedException(getDisplayName(0) + ": " + cell.reason());
        }
        String head = getDisplayName(0) + ": " + cell.status().id() + " (" + scenario.file() + ")";
        List<String> text = CellText.lines(cell, outcome -> !outcome.asExpected());
        throw new AssertionFailedError(
                String.join("\n", Stream.concat(Stream.of(head), text.stream()).toList()));
    }

    /** Hands the method what it asks for by type. */
    private final class Results implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return results.stream()
                    .anyMatch(result ->
                            result.getClass() == parameter.getParameter().getType());
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return results.stream()
                    .filter(result ->
                            result.getClass() == parameter.getParameter().getType())
                    .findFirst()
                    .orElseThrow();
        }
    }
}
