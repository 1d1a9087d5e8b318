package io.github.accelbed.fuzzer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.grammar.ScenarioLexer;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The programs are over the whole language: no word of it, no kind of step, no row and no kernel is left out. */
class ProgramWriterTest {
    private static final int PROGRAMS = 8_000;

    private final ProgramWriter writer = new ProgramWriter(1);
    private final List<Program> programs =
            LongStream.range(0, PROGRAMS).mapToObj(writer::program).toList();

    @Test
    void everyWordOfTheGrammarIsUsed() {
        Set<String> words = IntStream.range(1, ScenarioLexer.VOCABULARY.getMaxTokenType())
                .mapToObj(ScenarioLexer.VOCABULARY::getLiteralName)
                .filter(name -> name != null && name.matches("'[a-z-]+'"))
                .map(name -> name.substring(1, name.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));
        programs.forEach(
                program -> Arrays.asList(program.text().split("[^a-z-]+")).forEach(words::remove));
        assertThat(words).isEmpty();
    }

    @Test
    void everyKindOfStepRowAndKernelIsUsed() {
        ScenarioParser parser = new ScenarioParser(Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names()));
        Set<Class<?>> steps = Steps.kinds(Step.class).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> rows = new LinkedHashSet<>(Backends.ids());
        Set<Object> kernels = new LinkedHashSet<>(KernelVersion.RELEASES);
        kernels.addAll(Headers.STABLE);
        for (Program program : programs) {
            Scenario scenario = parser.parse(program.number() + ".scn", program.text());
            scenario.steps().forEach(step -> steps.remove(step.getClass()));
            rows.removeAll(scenario.cellBackends());
            kernels.removeAll(scenario.kernels());
        }
        assertThat(steps).isEmpty();
        assertThat(rows).isEmpty();
        assertThat(kernels).isEmpty();
    }

    @Test
    void aProgramDependsOnSeedAndNumberOnly() {
        assertThat(new ProgramWriter(1).program(17)).isEqualTo(programs.get(17));
        assertThat(new ProgramWriter(2).program(17).text())
                .isNotEqualTo(programs.get(17).text());
    }
}
