package io.github.accelbed.scenario.language;

import static io.github.accelbed.scenario.language.TestVocabulary.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioPrinterTest {

    private static final int PROGRAMS = 2000;

    @Test
    void writesTheCanonicalForm() {
        String written = """
                title   "Why?"      # a comment
                backend uacce vfio odp
                limit memlock 65536
                device zip
                scenario a/b
                run
                A: mmap buf 4 rw file f shared -> r0
                A: open q on zip raw with q0
                A: map q buf[0..3]
                par
                A: read buf
                and
                q: read buf[2..2] -> r1
                end
                expect
                always: ((r0 = ok))
                vfio odp @ ..5.8 5.10 sometimes: not (r0=ok and (r1=1 or r1=2)) and not r1 = 3
                """.replace("A: open", "A: open q0\nA: open").replace("buf[2..2]", "buf[2]");

        assertThat(ScenarioPrinter.print(parse(written))).isEqualTo("""
                        scenario a/b
                        title "Why?"
                        device zip queues 1024
                        limit memlock 64K

                        run
                          A: mmap buf 4 shared file f -> r0
                          A: open q0
                          A: open q with q0 raw
                          A: map q buf rw
                          par
                            A: read buf[0]
                          and
                            q: read buf[2] -> r1
                          end

                        expect
                          r0 = ok
                          vfio odp @ ..5.8 5.10 sometimes: not (r0 = ok and (r1 = 1 or r1 = 2)) and not r1 = 3
                        """);
    }

    @Test
    void writesRandomScenariosSoThatTheParserReadsTheSameBack() {
        Set<Class<?>> kinds = new HashSet<>();
        for (long seed = 0; seed < PROGRAMS; seed++) {
            Scenario scenario = new RandomScenario(seed).build();
            scenario.steps().map(Step::getClass).forEach(kinds::add);
            assertSame(parse(ScenarioPrinter.print(scenario)), scenario, "seed " + seed);
        }
        assertThat(kinds)
                .as("kinds of steps")
                .containsExactlyInAnyOrderElementsOf(Steps.kinds(Step.class).toList());
    }

    static Iterable<String> examples() throws IOException {
        return LanguageReferenceTest.blocks();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void writesEveryExampleOfTheReferenceSoThatTheParserReadsTheSameBack(String example) {
        Scenario scenario = parse(example);

        assertSame(parse(ScenarioPrinter.print(scenario)), scenario, scenario.name());
    }

    private static void assertSame(Scenario actual, Scenario expected, String description) {
        assertThat(content(actual))
                .as(() -> description + "\n" + ScenarioPrinter.print(expected))
                .isEqualTo(content(expected));
    }

    /** All of a scenario but where things stand and how they were written. */
    private static String content(Scenario s) {
        List<Expectation> expectations = s.expectations().stream()
                .map(e -> new Expectation(e.at(), e.backends(), e.ranges(), e.quantifier(), e.condition(), ""))
                .toList();
        Scenario bare = new Scenario(
                "",
                "",
                s.name(),
                s.title(),
                s.claims(),
                s.kernels(),
                s.backends(),
                s.devices(),
                s.limits(),
                s.exploration(),
                s.ablations(),
                s.statements(),
                expectations,
                List.of());
        return bare.toString().replaceAll("\\bat=\\d+:\\d+", "at=");
    }
}
