package io.github.accelbed.conformance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.DeclaredDevice;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.ScenarioPrinter;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.language.step.ForkStep;
import io.github.accelbed.scenario.language.step.MadviseStep;
import io.github.accelbed.scenario.language.step.MunmapStep;
import io.github.accelbed.scenario.language.step.PinStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.WriteStep;
import io.github.accelbed.scenario.program.Edits;
import io.github.accelbed.scenario.program.FailureCheck;
import io.github.accelbed.scenario.program.Mender;
import io.github.accelbed.scenario.program.ProgramText;
import io.github.accelbed.scenario.program.Shrinker;
import io.github.accelbed.scenario.run.ModelTrace;
import io.github.accelbed.scenario.run.StepTrace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Guards that what comes out still fails, still parses, and has nothing left that could go. */
class ShrinkerTest {
    private static final ScenarioParser PARSER =
            new ScenarioParser(Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names()));
    private static final int PLENTY = 2000;

    private static Scenario scenario(String steps) {
        return PARSER.parse("test.scn", "scenario t\ntitle \"t\"\nrun\n" + steps + "expect\n  elapsed >= 0\n");
    }

    private static String shrunk(Scenario scenario, FailureCheck<RuntimeException> check) {
        return steps(new Shrinker(PARSER, PLENTY).shrink(scenario, check));
    }

    private static String steps(Scenario scenario) {
        String text = ScenarioPrinter.print(scenario);
        assertThat(ScenarioPrinter.print(PARSER.parse("again.scn", text))).isEqualTo(text);
        return text.substring(text.indexOf("run\n") + 4, text.indexOf("\nexpect\n"))
                .replaceAll("(?m)^ +", "");
    }

    private static boolean has(Scenario scenario, Class<? extends Step> kind) {
        return scenario.steps().anyMatch(kind::isInstance);
    }

    private static List<String> answers(Scenario scenario, String kernel) {
        String backend = scenario.cellBackends().get(0);
        return ModelTrace.of(scenario, backend, KernelVersion.parse(kernel), CostTable.defaults()).steps().stream()
                .map(StepTrace::answer)
                .map(Object::toString)
                .toList();
    }

    @Test
    void findsThreeStepsAmongForty() {
        Scenario whole = new ProgramGenerator(1, MemoryKinds.plain(false))
                .programs()
                .filter(program -> program.steps().count() == 40
                        && has(program, ForkStep.class)
                        && has(program, MunmapStep.class)
                        && has(program, MadviseStep.class))
                .findFirst()
                .orElseThrow();

        assertThat(shrunk(whole, program -> has(program, ForkStep.class) && has(program, MunmapStep.class)))
                .isEqualTo("""
                A: mmap b0 1 -> r0
                A: fork C -> r1
                A: munmap b0 -> r2
                """);
    }

    @Test
    void whatDependsOnADroppedStepGoesWithIt() {
        Scenario whole = scenario("""
                A: mmap a 4
                A: fork B
                B: fork C
                C: mmap c 2
                C: write c[1] 7
                C: mremap c d
                C: pin p d[1] rw longterm
                p: read -> x
                A: exit
                """);

        assertThat(shrunk(
                        whole,
                        program -> program.steps().anyMatch(step -> step.actor().equals("p"))))
                .isEqualTo("""
                A: mmap c 1
                A: pin p c rw longterm
                p: read -> r0
                """);
        assertThat(shrunk(whole, program -> !has(program, WriteStep.class) && has(program, ForkStep.class)))
                .isEqualTo("A: fork B\n");
    }

    @Test
    void aLaterMmapOfTheSameBufferTakesThePlaceOfTheFirst() {
        Scenario whole = scenario("""
                A: mmap a 3
                A: munmap a
                A: mmap a 3 shared
                A: write a[2] 5
                """);

        assertThat(shrunk(whole, program -> answers(program, "6.18").contains("ok") && has(program, WriteStep.class)))
                .isEqualTo("""
                A: mmap a 1
                A: write a[0] 1
                """);
    }

    @Test
    void flagsPagesValuesHeadersAndBranchesGoUnlessTheyAreNeeded() {
        Scenario whole = PARSER.parse("test.scn", """
                scenario t
                title "t"
                kernel 6.18
                device zip queues 3
                device nic queues 2
                limit pasids 7
                explore retries 3
                without early-copy
                run
                  A: mmap a 512 huge -> x
                  A: mmap b 4 shared file F
                  A: mmap c 3 ro
                  par
                    A: write a[300] "one" -> y
                  and
                    A: write b[3] "two" -> z
                    A: madvise b[1..3] free -> w
                  end
                expect
                  x = ok and z = ok
                """);

        Scenario small = new Shrinker(PARSER, PLENTY)
                .shrink(
                        whole,
                        program -> program.steps()
                                        .filter(WriteStep.class::isInstance)
                                        .map(Step::register)
                                        .toList()
                                        .equals(List.of("y", "z"))
                                && has(program, MadviseStep.class));

        assertThat(ScenarioPrinter.print(small)).isEqualTo("""
                scenario t
                title "t"
                kernel 6.18

                run
                  A: mmap a 1 -> r0
                  A: write a[0] 1 -> r1
                  A: write a[0] 2 -> r2
                  A: madvise a free -> r3

                expect
                  0 = 0
                """);
        assertThat(small.devices()).containsExactly(DeclaredDevice.DEFAULT);
    }

    @Test
    void whatTheCheckNeedsStays() {
        Scenario whole = scenario("""
                A: mmap a 4 shared
                A: fork B
                B: write a[2] 41
                A: write a[3] 42
                A: read a[2] -> r
                A: read a[3] -> s
                """);

        assertThat(shrunk(
                        whole,
                        program -> answers(program, "6.18").stream()
                                                .filter(answer -> answer.equals("41") || answer.equals("1"))
                                                .count()
                                        == 1
                                && program.steps().anyMatch(step -> step.actor().equals("B"))
                                && has(program, WriteStep.class)
                                && answers(program, "6.18").size() < 6))
                .isEqualTo("""
                A: mmap a 1 shared
                A: fork B
                B: write a[0] 1
                A: read a[0] -> r0
                """);
    }

    @Test
    void registersKeepTheirNamesIfTheNewOnesAreTaken() {
        Scenario whole = scenario("A: mmap r0 1 -> x\nA: read r0[0] -> y\nA: exit\n");

        assertThat(shrunk(whole, program -> program.steps().anyMatch(step -> "y".equals(step.register()))))
                .isEqualTo("A: mmap r0 1 -> x\nA: read r0[0] -> y\n");
    }

    @Test
    void expectationsStayIfTheCheckNeedsThem() {
        Scenario whole = PARSER.parse("test.scn", """
                scenario t
                title "t"
                run
                  A: mmap a 1
                  A: write a[0] 9 -> x
                  A: read a[0] -> y
                expect
                  y = 9
                  x = ok and not (y = 8 or pinned(A) > 0)
                """);

        Scenario small = new Shrinker(PARSER, PLENTY)
                .shrink(whole, program -> program.expectations().size() == 2);

        assertThat(ScenarioPrinter.print(small)).endsWith("""
                  A: mmap a 1
                  A: write a[0] 1 -> r0
                  A: read a[0] -> r1

                expect
                  r1 = 9
                  r0 = ok and not (r1 = 8 or pinned(A) > 0)
                """);
    }

    @Test
    void asksAsOftenAsItMayAndNotMoreAndNeverTheSameTwice() {
        Scenario whole = new ProgramGenerator(1, MemoryKinds.plain(true))
                .programs()
                .filter(program -> has(program, PinStep.class) && has(program, ForkStep.class))
                .findFirst()
                .orElseThrow();
        List<String> asked = new ArrayList<>();
        FailureCheck<RuntimeException> check = program -> {
            asked.add(ScenarioPrinter.print(program));
            return has(program, PinStep.class) && has(program, ForkStep.class) && has(program, WriteStep.class);
        };

        new Shrinker(PARSER, 25).shrink(whole, check);
        assertThat(asked).hasSize(25).doesNotHaveDuplicates();

        asked.clear();
        Scenario unchanged = new Shrinker(PARSER, 0).shrink(whole, check);
        assertThat(asked).isEmpty();
        assertThat(unchanged.statements()).hasSameSizeAs(whole.statements());
    }

    @Test
    void theSameScenarioAndAnswersGiveTheSameResultAndNothingMoreCanGo() {
        FailureCheck<RuntimeException> differs =
                program -> !answers(program, "5.8").equals(answers(program, "6.18"));
        List<Scenario> whole = new ProgramGenerator(7, MemoryKinds.plain(false))
                .programs()
                .filter(differs::stillFails)
                .limit(10)
                .toList();

        for (Scenario program : whole) {
            Scenario small = new Shrinker(PARSER, PLENTY).shrink(program, differs);
            assertThat(new Shrinker(PARSER, PLENTY).shrink(program, differs)).isEqualTo(small);
            assertThat(differs.stillFails(small)).isTrue();
            assertThat(small.steps()).as(ScenarioPrinter.print(small)).hasSizeLessThan(10);
            Mender mender = new Mender(PARSER);
            for (int i = 0; i < Edits.size(small); i++) {
                int left = i;
                Scenario smaller = mender.mend(Edits.keep(small, index -> index != left));
                assertThat(smaller != null && differs.stillFails(smaller)).isFalse();
            }
        }
    }

    @Test
    void whatTheCheckThrowsEndsTheSearch() {
        AtomicInteger calls = new AtomicInteger();

        assertThatThrownBy(() -> new Shrinker(PARSER, PLENTY).shrink(scenario("A: exit\nA: exit\n"), program -> {
                    calls.incrementAndGet();
                    throw new IOException("the agent is gone");
                }))
                .isInstanceOf(IOException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aScenarioThatCannotBeReadIsRefused() {
        Scenario whole = scenario("A: mmap a 1\nA: read a[0] -> x\nA: exit\n");
        Scenario broken = Edits.with(whole, whole.statements().subList(1, 3), whole.expectations());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Shrinker(PARSER, PLENTY).shrink(broken, program -> true));
    }

    @Test
    void aProgramsTextSaysWhereItComesFromAndParses() {
        Scenario program = new ProgramGenerator(3, MemoryKinds.plain(false)).program(2);

        String text =
                ProgramText.of(program, "Is \"x\" lost?", List.of("seed 3, program 2", "", "kernel: ok\nmodel: 1"));

        assertThat(text).startsWith("""
                # seed 3, program 2
                #
                # kernel: ok
                # model: 1
                scenario conform/seed-3/program-2
                title "Is \\"x\\" lost?"
                """);
        assertThat(PARSER.parse("f.scn", text).steps())
                .hasSameSizeAs(Stream.of(program.steps().toArray()).toList());
    }
}
