package io.github.accelbed.junit;

import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.scenario.builtin.ScenarioFileException;
import io.github.accelbed.scenario.run.IntegrityException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs the scenarios of a {@link ScenarioTest} and makes a test of each cell. */
final class ScenarioExtension implements TestTemplateInvocationContextProvider {

    /** JUnit makes one. */
    ScenarioExtension() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), ScenarioTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        ScenarioTest test = AnnotationSupport.findAnnotation(context.getTestMethod(), ScenarioTest.class)
                .orElseThrow();
        RunResult result = run(test, context);
        return result.scenarios().stream()
                .flatMap(scenario ->
                        scenario.cells().stream().map(cell -> new CellTest(test.judge(), result, scenario, cell)));
    }

    private static RunResult run(ScenarioTest test, ExtensionContext context) {
        try {
            return new ScenarioTestRun(test).run(warning -> context.publishReportEntry("warning", warning));
        } catch (IllegalArgumentException | ScenarioFileException e) {
            throw new ExtensionConfigurationException(where(context) + e.getMessage());
        } catch (IntegrityException e) {
            throw new IllegalStateException(where(context) + e.getMessage(), e);
        }
    }

    private static String where(ExtensionContext context) {
        return "@ScenarioTest of " + context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName() + ": ";
    }
}
