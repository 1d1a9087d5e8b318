package io.github.accelbed.conformance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.ScenarioPrinter;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.language.step.Advice;
import io.github.accelbed.scenario.language.step.DeviceStep;
import io.github.accelbed.scenario.language.step.ExecStep;
import io.github.accelbed.scenario.language.step.ForkStep;
import io.github.accelbed.scenario.language.step.GetStep;
import io.github.accelbed.scenario.language.step.MadviseStep;
import io.github.accelbed.scenario.language.step.MapStep;
import io.github.accelbed.scenario.language.step.MmapStep;
import io.github.accelbed.scenario.language.step.OpenStep;
import io.github.accelbed.scenario.language.step.PinStep;
import io.github.accelbed.scenario.language.step.QueueStep;
import io.github.accelbed.scenario.language.step.ReferenceWriteStep;
import io.github.accelbed.scenario.language.step.Right;
import io.github.accelbed.scenario.language.step.RootStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;
import io.github.accelbed.scenario.language.step.TruncateStep;
import io.github.accelbed.scenario.language.step.VforkStep;
import io.github.accelbed.scenario.language.term.ReferenceName;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.language.term.Value;
import io.github.accelbed.scenario.run.ModelTrace;
import io.github.accelbed.scenario.run.StepTrace;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards that random programs are programs, that a kernel can carry them out, and that most of what they do does something. */
class ProgramGeneratorTest {
    private static final CostTable COSTS = CostTable.defaults();

    private static final int PROGRAMS = 2000;
    private static final int KINDS = 23;
    private static final ScenarioParser PARSER =
            new ScenarioParser(Vocabulary.of(Backends.ids(), List.of(), List.of()));

    private static Stream<Scenario> programs(int count, boolean huge) {
        return new ProgramGenerator(1, MemoryKinds.plain(huge)).programs().limit(count);
    }

    private static Stream<StepTrace> run(Scenario program, String kernel) {
        String backend = program.cellBackends().get(0);
        return ModelTrace.of(program, backend, KernelVersion.parse(kernel), COSTS).steps().stream();
    }

    private static Map<String, Long> count(Stream<StepTrace> steps, Function<StepTrace, String> key) {
        return steps.collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
    }

    @Test
    void programsOfVfioForkAndHaveTheirDeviceAnswerInAllWays() {
        Map<String, Integer> answers = new TreeMap<>();
        Stream.of(MemoryKinds.plain(false), new MemoryKinds(false, true, 0, false, false))
                .flatMap(kinds ->
                        ProgramGenerator.ofDevices(1, "vfio", kinds).programs().limit(PROGRAMS / 4))
                .forEach(program -> {
                    List<Step> steps = program.steps().toList();
                    assertThat(steps).hasSizeGreaterThanOrEqualTo(8);
                    assertThat(steps.stream()
                                    .dropWhile(step -> !(step instanceof ForkStep))
                                    .filter(DeviceStep.class::isInstance))
                            .hasSizeGreaterThanOrEqualTo(2);
                    run(program, "6.1")
                            .filter(trace -> trace.step() instanceof MapStep || trace.step() instanceof DeviceStep)
                            .forEach(trace -> answers.merge(
                                    trace.answer() instanceof Symbol
                                            ? trace.answer().text()
                                            : "value",
                                    1,
                                    Integer::sum));
                });
        assertThat(answers).containsKeys("ok", "value", "EFAULT", "EEXIST", "EBADF", "ESRCH");
        assertThat(answers.get("ok")).isGreaterThan(PROGRAMS / 2);
    }

    @ParameterizedTest
    @CsvSource({"rdma-pinned,6.1,EOPNOTSUPP", "odp,7.3,ok"})
    void programsOfRdmaDoTheSame(String row, String kernel, String ofRereg) {
        Set<String> answers = new TreeSet<>();
        ProgramGenerator.ofDevices(1, row, new MemoryKinds(false, true, 0, false, false))
                .programs()
                .limit(PROGRAMS / 4)
                .forEach(program -> {
                    assertThat(program.defaultDevice().kind()).isEqualTo("rxe");
                    run(program, kernel)
                            .filter(trace -> trace.step() instanceof QueueStep || trace.step() instanceof DeviceStep)
                            .map(trace -> Steps.word(trace.step().getClass()) + " "
                                    + (trace.answer() instanceof Symbol
                                            ? trace.answer().text()
                                            : "value"))
                            .forEach(answers::add);
                });
        assertThat(answers)
                .contains("read value", "read EFAULT", "write ok", "write EFAULT", "map EBADF", "rereg " + ofRereg);
    }

    @Test
    void theParserReadsBackWhatIsPrinted() {
        programs(PROGRAMS, true).forEach(program -> {
            Scenario read = PARSER.parse("", ScenarioPrinter.print(program));

            assertThat(content(read)).isEqualTo(content(program));
            assertThat(read.warnings()).isEmpty();
        });
    }

    /** All that was generated, without where it stands. */
    private static String content(Scenario s) {
        String text = String.join(
                "\n",
                s.name(),
                s.title(),
                s.kernels().toString(),
                s.backends().toString(),
                s.devices().toString(),
                s.limits().toString(),
                s.exploration().toString(),
                s.claims().toString(),
                s.ablations().toString(),
                s.statements().toString(),
                s.expectations().toString());
        return text.replaceAll("\\bat=\\d+:\\d+", "at=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "6.18"})
    void theModelTakesEveryStepAndItsBooksAgree(String kernel) {
        programs(PROGRAMS, false)
                .forEach(program -> assertThat(run(program, kernel))
                        .hasSize((int) program.steps().count()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "6.18"})
    void theModelsBooksAgreeWithHugePagesToo(String kernel) {
        programs(PROGRAMS / 10, true)
                .forEach(program -> assertThat(run(program, kernel))
                        .hasSize((int) program.steps().count()));
    }

    @Test
    void twoGeneratorsGiveTheSamePrograms() {
        List<Scenario> first = programs(100, true).toList();
        List<Scenario> second = programs(100, true).toList();

        assertThat(second).isEqualTo(first);
        assertThat(new ProgramGenerator(1, MemoryKinds.plain(true)).program(57)).isEqualTo(first.get(57));
        assertThat(new ProgramGenerator(2, MemoryKinds.plain(true)).program(57).statements())
                .isNotEqualTo(first.get(57).statements());
        assertThat(new HashSet<>(first)).hasSize(100);
    }

    /** A golden copy: programs that were reported by seed and number must stay what they were. */
    @Test
    void programZeroOfSeedOneIsTheOneItEverWas() {
        assertThat(ScenarioPrinter.print(new ProgramGenerator(1, MemoryKinds.plain(false)).program(0)))
                .isEqualTo("""
                        scenario conform/seed-1/program-0
                        title "Seed 1, program 0: does the model do what the kernel does?"

                        run
                          A: mmap b0 1 -> r0
                          A: mmap b1 2 file F -> r1
                          A: write b0[0] 3 -> r2
                          A: write b1[0] 4 -> r3
                          A: mprotect b1 none -> r4
                          A: pin p0 b0 rw longterm -> r5
                          p0: write 7 -> r6
                          p0: read -> r7
                          A: read b0[0] -> r8
                          p0: read -> r9
                          A: read b0[0] -> r10
                          A: unpin p0 -> r11
                          A: mprotect b0 rw -> r12
                          A: munmap b0 -> r13
                          A: fork B -> r14
                          B: vfork C -> r15
                          C: vfork D -> r16
                          D: exit -> r17
                          B: exit -> r18
                          C: fork E -> r19
                          C: mmap b0 1 none -> r20
                          C: madvise b0 populate -> r21
                          C: madvise b0 dontfork -> r22
                          C: exec -> r23
                          E: madvise b1 keeponfork -> r24
                          C: mmap b2 2 shared file F -> r25
                          B: exec -> r26
                          A: read b0[0] -> r27
                          C: madvise b2 wipeonfork -> r28
                          E: exit -> r29
                          B: mmap b2 2 -> r30
                          B: write b2[1] 32 -> r31
                          B: write b2[1] 33 -> r32
                          B: fork F -> r33
                          F: exec -> r34
                          F: mmap b2 2 shared ro -> r35
                          B: mmap b1 2 none -> r36
                          A: mprotect b1 rw -> r37
                          A: madvise b1 populate -> r38

                        expect
                          elapsed >= 0
                        """);
    }

    @Test
    void everyKindOfStepAndEveryAdviceOccursInTheFirst500Programs() {
        Set<Class<?>> kinds = new HashSet<>();
        Set<Advice> advices = new HashSet<>();
        programs(500, false).flatMap(Scenario::steps).forEach(step -> {
            kinds.add(step.getClass());
            if (step instanceof MadviseStep madvise) {
                advices.add(madvise.advice());
            }
        });

        assertThat(kinds).hasSize(KINDS);
        assertThat(advices).containsExactlyInAnyOrderElementsOf(EnumSet.range(Advice.DONTNEED, Advice.POPULATE));
    }

    @Test
    void everyKindOfStepSucceedsSomewhereAndEveryRefusalOccurs() {
        Map<String, Long> answers = count(
                programs(500, false).flatMap(program -> run(program, "6.18")),
                step -> step.answer() instanceof Value || step.answer().equals(Symbol.OK)
                        ? step.step().getClass().getSimpleName()
                        : step.answer().text());

        assertThat(answers)
                .hasSize(KINDS + 9)
                .containsKeys("blocked", "EBADF", "EEXIST", "EFAULT", "EINVAL", "EIO", "ENOMEM", "ESRCH", "SIGSEGV");
    }

    /** A kernel bug of ten years is in reach: a page that is pinned, forked and written differs between the eras. */
    @Test
    void oneProgramInFourTellsAKernelThatLosesPinnedPagesFromOneThatDoesNot() {
        long told = programs(400, false)
                .filter(program -> !memory(program, "5.8").equals(memory(program, "5.10")))
                .count();

        assertThat(told).isBetween(100L, 250L);
    }

    /** Answers, and which pages are the same memory. */
    private static List<String> memory(Scenario program, String kernel) {
        return run(program, kernel)
                .map(step -> {
                    Map<Integer, Integer> names = new HashMap<>();
                    StringBuilder text = new StringBuilder(step.answer().text());
                    for (String process : step.frames().processes()) {
                        for (String buffer : step.frames().buffers()) {
                            for (int id : step.frames().ids(process, buffer)) {
                                text.append(' ')
                                        .append(id <= 0 ? id : names.computeIfAbsent(id, n -> names.size() + 1));
                            }
                        }
                    }
                    return text.toString();
                })
                .toList();
    }

    @Test
    void atLeastFourOfFiveStepsAreTakenByAProcessThatLives() {
        Map<String, Long> answers = count(
                programs(500, false).flatMap(program -> run(program, "6.18")),
                step -> step.answer() instanceof Value ? "value" : step.answer().text());
        long all = answers.values().stream().mapToLong(Long::longValue).sum();
        double good = answers.get("ok") + answers.get("value");

        assertThat(answers.get("ESRCH") / (double) all).isLessThan(0.2);
        assertThat(good / all).as("share of %s that is ok or a value", answers).isBetween(0.7, 0.95);
    }

    @Test
    void aThirdOfTheProgramsHasAQueueAndAtMostOne() {
        Map<Long, Long> queues = programs(500, false)
                .collect(Collectors.groupingBy(
                        program -> program.steps()
                                .filter(OpenStep.class::isInstance)
                                .count(),
                        Collectors.counting()));

        assertThat(queues.keySet()).containsExactlyInAnyOrder(0L, 1L);
        assertThat(queues.get(1L)).isBetween(125L, 210L);
    }

    @Test
    void aRunningKernelCanCarryOutEveryStep() {
        programs(500, true).forEach(program -> {
            List<Step> steps = program.steps().toList();
            Set<ReferenceName> plain = new HashSet<>();
            Set<String> registers = new HashSet<>();
            for (Step step : steps) {
                registers.add(step.register());
                if (step instanceof PinStep pin) {
                    assertThat(pin.longterm() && pin.access() == Right.RW).isTrue();
                } else if (step instanceof GetStep get) {
                    plain.add(get.reference());
                    assertThat(get.range().pages()).isLessThanOrEqualTo(16);
                } else if (step instanceof ReferenceWriteStep write) {
                    assertThat(plain).doesNotContain(write.reference());
                } else if (step instanceof MmapStep mmap && mmap.huge()) {
                    assertThat(mmap.pages()).isEqualTo(512);
                    assertThat(mmap.file()).isNull();
                }
            }
            assertThat(steps).hasSizeBetween(20, 40).noneMatch(RootStep.class::isInstance);
            assertThat(registers).hasSize(steps.size()).doesNotContainNull();
            assertThat(steps.stream().filter(s -> s instanceof ForkStep || s instanceof VforkStep))
                    .hasSizeLessThanOrEqualTo(7);
        });
    }

    @Test
    void onlyAGeneratorThatMayUsesHugePages() {
        assertThat(programs(500, false).flatMap(Scenario::steps))
                .noneMatch(step -> step instanceof MmapStep mmap && mmap.pages() > 4);
        assertThat(programs(500, true).flatMap(Scenario::steps))
                .anyMatch(step -> step instanceof MmapStep mmap && mmap.huge());
    }

    @Test
    void allKindsOfMemoryMeanMoreKindsOfStepsAndOnlyThere() {
        ProgramGenerator wide = new ProgramGenerator(1, new MemoryKinds(true, true, 1, false, false));
        List<Step> steps = wide.programs().limit(500).flatMap(Scenario::steps).toList();

        assertThat(steps)
                .anyMatch(step -> step instanceof TruncateStep)
                .anyMatch(step -> step instanceof ExecStep exec && exec.kept() != null)
                .anyMatch(step -> step instanceof MadviseStep madvise && madvise.advice() == Advice.REMOVE)
                .anyMatch(step -> step instanceof MadviseStep madvise && madvise.advice() == Advice.COLLAPSE)
                .anyMatch(step -> step instanceof MmapStep mmap && mmap.memfd() != null)
                .anyMatch(step -> step instanceof MmapStep mmap && mmap.hugetlb());
        assertThat(wide.programs().limit(200))
                .allMatch(program -> program.steps()
                                .filter(step -> step instanceof MmapStep mmap && mmap.hugetlb())
                                .count()
                        <= 1)
                .allSatisfy(program -> assertThat(run(program, "6.18"))
                        .hasSize((int) program.steps().count()));
    }

    @Test
    void nothingIsWrittenThroughAPinForReadingAndOnlyWhoMayPinsSo() {
        ProgramGenerator may = new ProgramGenerator(1, new MemoryKinds(false, false, 0, true, false));

        assertThat(programs(500, false).flatMap(Scenario::steps)).noneMatch(ProgramGeneratorTest::pinsForReading);
        assertThat(may.programs().limit(200).flatMap(Scenario::steps)).anyMatch(ProgramGeneratorTest::pinsForReading);
        assertThat(may.programs().limit(200))
                .allSatisfy(program -> assertThat(program.steps())
                        .noneMatch(step -> step instanceof ReferenceWriteStep write
                                && program.steps()
                                        .anyMatch(pin -> pinsForReading(pin)
                                                && ((PinStep) pin).reference().equals(write.reference()))));
    }

    private static boolean pinsForReading(Step step) {
        return step instanceof PinStep pin && pin.access() == Right.RO;
    }

    @Test
    void atMostFourProcessesLiveAtATime() {
        programs(500, false)
                .flatMap(program -> run(program, "6.18"))
                .forEach(step ->
                        assertThat(step.frames().processes()).isNotEmpty().hasSizeLessThanOrEqualTo(4));
    }

    @Test
    void thereIsNoProgramBeforeTheFirst() {
        ProgramGenerator generator = new ProgramGenerator(1, MemoryKinds.plain(false));

        assertThatIllegalArgumentException().isThrownBy(() -> generator.program(-1));
    }
}
