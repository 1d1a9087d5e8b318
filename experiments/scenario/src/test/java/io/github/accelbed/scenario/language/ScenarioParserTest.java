package io.github.accelbed.scenario.language;

import static io.github.accelbed.scenario.language.TestVocabulary.parse;
import static io.github.accelbed.scenario.language.TestVocabulary.withHeaders;
import static io.github.accelbed.scenario.language.TestVocabulary.withSteps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.iommu.IommuKind;
import io.github.accelbed.scenario.language.condition.Comparator;
import io.github.accelbed.scenario.language.condition.Comparison;
import io.github.accelbed.scenario.language.condition.Condition;
import io.github.accelbed.scenario.language.condition.Literal;
import io.github.accelbed.scenario.language.condition.Register;
import io.github.accelbed.scenario.language.step.CopyStep;
import io.github.accelbed.scenario.language.step.DeviceReadStep;
import io.github.accelbed.scenario.language.step.ForkStep;
import io.github.accelbed.scenario.language.step.MapStep;
import io.github.accelbed.scenario.language.step.MmapStep;
import io.github.accelbed.scenario.language.step.OpenStep;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.PinStep;
import io.github.accelbed.scenario.language.step.Place;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.ReadStep;
import io.github.accelbed.scenario.language.step.Right;
import io.github.accelbed.scenario.language.step.Sharing;
import io.github.accelbed.scenario.language.step.WriteStep;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.scenario.language.term.ReferenceName;
import io.github.accelbed.scenario.language.term.TextValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScenarioParserTest {

    private static final String EXAMPLE = """
            scenario fork-cow/parent-writes-first
            title "After fork the parent writes first. Which page does the device see?"
            claim 004-2                        # optional: ids from the claims ledger
            kernel 4.20 5.8 5.17 6.1 6.18      # optional
            backend uacce vfio odp             # optional
            device zip queues 16               # optional
            limit memlock 64K                  # optional; default unlimited

            run
              A: mmap buf 4                    # pages of 4 KiB; private rw anonymous unless said
              A: write buf[0] "old"
              A: open q                        # a queue of the default device
              A: map q buf rw                  # SVA: nothing to do
              A: fork B
              A: write buf[0] "new"
              q: read buf[0] -> r0             # the device reads through its queue

            expect
              uacce odp: r0 = "new"
              vfio @ ..5.8: r0 = "old"
              vfio @ 5.9..: r0 = "new"
            """;

    @Test
    void readsTheExampleIntoExactlyTheseRecords() {
        assertThat(parse(EXAMPLE))
                .isEqualTo(new Scenario(
                        "test.scn",
                        EXAMPLE,
                        "fork-cow/parent-writes-first",
                        "After fork the parent writes first. Which page does the device see?",
                        List.of("004-2"),
                        kernels("4.20", "5.8", "5.17", "6.1", "6.18"),
                        List.of("uacce", "vfio", "odp"),
                        List.of(new DeclaredDevice(at(6, 1), "zip", 16, null)),
                        new Limits(65_536L, null, null, null),
                        Exploration.DEFAULT,
                        List.of(),
                        List.of(
                                new MmapStep(
                                        at(10, 3),
                                        new ProcessName("A"),
                                        new BufferName("buf"),
                                        4,
                                        Sharing.PRIVATE,
                                        Protection.RW,
                                        false,
                                        null,
                                        null),
                                new WriteStep(
                                        at(11, 3),
                                        new ProcessName("A"),
                                        new PageRef(new BufferName("buf"), 0),
                                        new TextValue("old"),
                                        null),
                                new OpenStep(
                                        at(12, 3),
                                        new ProcessName("A"),
                                        new QueueName("q"),
                                        new DeviceName("zip"),
                                        null,
                                        null,
                                        false,
                                        false,
                                        null),
                                new MapStep(
                                        at(13, 3),
                                        new ProcessName("A"),
                                        new QueueName("q"),
                                        new PageRange(new BufferName("buf"), 0, 3),
                                        Right.RW,
                                        null,
                                        false,
                                        null),
                                new ForkStep(at(14, 3), new ProcessName("A"), new ProcessName("B"), null),
                                new WriteStep(
                                        at(15, 3),
                                        new ProcessName("A"),
                                        new PageRef(new BufferName("buf"), 0),
                                        new TextValue("new"),
                                        null),
                                new DeviceReadStep(
                                        at(16, 3), new QueueName("q"), new PageRef(new BufferName("buf"), 0), "r0")),
                        List.of(
                                new Expectation(
                                        at(19, 3),
                                        List.of("uacce", "odp"),
                                        List.of(),
                                        Quantifier.ALWAYS,
                                        r0(19, 14, "new"),
                                        "uacce odp: r0 = \"new\""),
                                new Expectation(
                                        at(20, 3),
                                        List.of("vfio"),
                                        List.of(new VersionRange(null, KernelVersion.parse("5.8"))),
                                        Quantifier.ALWAYS,
                                        r0(20, 17, "old"),
                                        "vfio @ ..5.8: r0 = \"old\""),
                                new Expectation(
                                        at(21, 3),
                                        List.of("vfio"),
                                        List.of(new VersionRange(KernelVersion.parse("5.9"), null)),
                                        Quantifier.ALWAYS,
                                        r0(21, 17, "new"),
                                        "vfio @ 5.9..: r0 = \"new\"")),
                        List.of()));
    }

    @Test
    void fillsInTheDefaultsOfMissingHeaders() {
        Scenario scenario = parse(withSteps("A: open q"));

        assertThat(scenario.kernels()).isEqualTo(kernels("4.20", "5.4", "5.8", "5.10", "5.17", "6.1", "6.18", "7.0"));
        assertThat(scenario.backends()).containsExactly("uacce", "vfio", "odp");
        assertThat(scenario.devices()).containsExactly(new DeclaredDevice(Position.NONE, "accel", 16, null));
        assertThat(scenario.limits()).isEqualTo(Limits.NONE);
        assertThat(scenario.steps())
                .containsExactly(new OpenStep(
                        at(4, 1),
                        new ProcessName("A"),
                        new QueueName("q"),
                        new DeviceName("accel"),
                        null,
                        null,
                        false,
                        false,
                        null));
    }

    @Test
    void readsEveryHeaderInAnyOrder() {
        Scenario scenario = parse("""
                without early-copy accounting
                explore retries 3
                limit maps 5
                device zip
                device nic queues 4 via odp
                limit pasids 1
                explore events evict prefetch migrate
                backend all
                claim 000-1 000-3
                limit memlock 4096
                title "Why \\"not\\"?"
                claim 002-2
                scenario x
                run
                A: open q on nic
                expect
                elapsed >= 0
                """);

        assertThat(scenario.ablations()).containsExactly("early-copy", "accounting");
        assertThat(scenario.exploration())
                .isEqualTo(new Exploration(
                        List.of(SpontaneousEvent.EVICT, SpontaneousEvent.PREFETCH, SpontaneousEvent.MIGRATE), 3));
        assertThat(scenario.limits()).isEqualTo(new Limits(4096L, 1, 5, null));
        assertThat(scenario.devices())
                .containsExactly(
                        new DeclaredDevice(at(4, 1), "zip", 1024, null), new DeclaredDevice(at(5, 1), "nic", 4, "odp"));
        assertThat(scenario.defaultDevice().kind()).isEqualTo("zip");
        assertThat(scenario.backends()).isEqualTo(TestVocabulary.ALL.backends());
        assertThat(scenario.claims()).containsExactly("000-1", "000-3", "002-2");
        assertThat(scenario.title()).isEqualTo("Why \"not\"?");
        assertThat(scenario.name()).isEqualTo("x");
    }

    @Test
    void doesNotCheckClaimsWithoutALedger() {
        ScenarioParser parser =
                new ScenarioParser(Vocabulary.of(List.of("uacce", "vfio", "odp"), List.of(), List.of()));

        assertThat(parser.parse("f", withHeaders("claim 999-9 anything\nrun\nA: exit\nexpect\nelapsed = 0"))
                        .claims())
                .containsExactly("999-9", "anything");
    }

    @Test
    void takesCarriageReturnsAndAMissingLastNewlineAsTheyCome() {
        Scenario scenario = parse(EXAMPLE.stripTrailing().replace("\n", "\r\n"));

        assertThat(scenario.statements()).isEqualTo(parse(EXAMPLE).statements());
        assertThat(scenario.expectations()).isEqualTo(parse(EXAMPLE).expectations());
    }

    @Test
    void takesBytesWithAByteOrderMark() {
        byte[] bytes = ("\uFEFF" + EXAMPLE).getBytes(StandardCharsets.UTF_8);

        assertThat(TestVocabulary.PARSER.parse("f", bytes).statements())
                .isEqualTo(parse(EXAMPLE).statements());
    }

    @Test
    void countsColumnsInCharactersNotInBytes() {
        Scenario scenario = parse(withSteps("A: mmap b 1\nA: write b \"é😀\" -> r0\nA: read b\nA: read b -> r1"));

        assertThat(scenario.steps().skip(1).findFirst().orElseThrow())
                .isEqualTo(new WriteStep(
                        at(5, 1),
                        new ProcessName("A"),
                        new PageRef(new BufferName("b"), 0),
                        new TextValue("é😀"),
                        "r0"));
        assertThatThrownBy(() -> parse(withSteps("A: write b \"é😀\" 1")))
                .hasMessage("test.scn:4:17: found '1', expected '->' or the end of the line");
    }

    @Test
    void leavesTheWordsOfTheLanguageFreeAsNames() {
        Scenario scenario = parse(withSteps("""
                A: mmap map 2
                A: open read
                A: map read map
                A: pin pin map[1]
                read: read map -> kernel
                pin: write 3 -> device
                """));

        assertThat(scenario.steps())
                .contains(new DeviceReadStep(
                        at(8, 1), new QueueName("read"), new PageRef(new BufferName("map"), 0), "kernel"))
                .contains(new PinStep(
                        at(7, 1),
                        new ProcessName("A"),
                        new ReferenceName("pin"),
                        new PageRange(new BufferName("map"), 1, 1),
                        Right.RW,
                        false,
                        null));
    }

    @Test
    void takesAWholeBufferAsAllOfItsPages() {
        Scenario scenario =
                parse(withSteps("A: mmap a 3\nA: mremap a b\nA: open q\nq: copy b b[0..2]\nq: copy b[1] a[2]"));

        assertThat(scenario.steps().skip(3))
                .containsExactly(
                        new CopyStep(
                                at(7, 1),
                                new QueueName("q"),
                                new PageRange(new BufferName("b"), 0, 2),
                                new PageRange(new BufferName("b"), 0, 2),
                                null),
                        new CopyStep(
                                at(8, 1),
                                new QueueName("q"),
                                new PageRange(new BufferName("b"), 1, 1),
                                new PageRange(new BufferName("a"), 2, 2),
                                null));
    }

    @Test
    void takesOptionsInAnyOrder() {
        assertThat(parse(withSteps("A: mmap a 512 file f none huge shared")).steps())
                .containsExactly(new MmapStep(
                        at(4, 1),
                        new ProcessName("A"),
                        new BufferName("a"),
                        512,
                        Sharing.SHARED,
                        Protection.NONE,
                        true,
                        "f",
                        null));
        assertThat(parse(withSteps("A: mmap a 1 at sw-msi ro")).steps())
                .containsExactly(new MmapStep(
                        at(4, 1),
                        new ProcessName("A"),
                        new BufferName("a"),
                        1,
                        Sharing.PRIVATE,
                        Protection.RO,
                        false,
                        false,
                        null,
                        null,
                        null,
                        Place.SW_MSI,
                        null));
    }

    @Test
    void takesWhatADeviceCannotDo() {
        assertThat(parse("""
                        scenario s
                        title "t"
                        device nic no-pri bits 39 queues 4
                        device zip queues 2 no-pasid iommu smmuv3
                        run
                        A: exit
                        expect
                        elapsed >= 0
                        """).devices())
                .containsExactly(
                        new DeclaredDevice(at(3, 1), "nic", 4, null, true, false, true, IommuKind.UNNAMED, 39),
                        new DeclaredDevice(at(4, 1), "zip", 2, null, false, true, true, IommuKind.SMMUV3, 48));
    }

    @Test
    void letsAKnownBufferBeMappedAgain() {
        assertThat(parse(withSteps("A: mmap a 1\nA: munmap a\nA: mmap a 1 shared"))
                        .steps())
                .hasSize(3);
    }

    @Test
    void knowsANameFromABranchInThatBranchAndAfterTheBlock() {
        Scenario scenario = parse(withSteps("""
                A: mmap a 1
                par
                  A: open q
                  q: read a -> r0
                and
                  A: fork B
                  B: read a -> r1
                end
                q: read a -> r2
                B: exit
                """));

        assertThat(scenario.statements()).hasSize(4);
        assertThat(scenario.statements().get(1)).isInstanceOfSatisfying(ParBlock.class, par -> {
            assertThat(par.at()).isEqualTo(at(5, 1));
            assertThat(par.branches()).hasSize(2);
            assertThat(par.branches().get(1))
                    .containsExactly(
                            new ForkStep(at(9, 3), new ProcessName("A"), new ProcessName("B"), null),
                            new ReadStep(at(10, 3), new ProcessName("B"), new PageRef(new BufferName("a"), 0), "r1"));
        });
        assertThat(scenario.steps()).hasSize(7);
    }

    @Test
    void isAboutTheMemoryMapOnlyIfNothingIsOpened() {
        Scenario without = parse(withSteps("A: mmap a 1"));
        Scenario inBranch = parse(withSteps("par\nA: exit\nand\nA: open q\nend"));

        assertThat(without.isMmOnly()).isTrue();
        assertThat(without.cellBackends()).containsExactly("mm");
        assertThat(inBranch.isMmOnly()).isFalse();
        assertThat(inBranch.cellBackends()).containsExactly("uacce", "vfio", "odp");
    }

    @Test
    void warnsOfAPrefixThatMatchesNoCell() {
        Scenario scenario = parse(withHeaders("""
                kernel 5.8 6.1
                run
                A: open q
                expect
                uacce capi: elapsed >= 0
                capi: elapsed >= 0
                @ 5.9..5.18: elapsed >= 0
                mm: elapsed >= 0
                """));

        String cells = "one of the backends uacce, vfio, odp on one of the kernels 5.8, 6.1";
        assertThat(scenario.warnings().stream().map(Problem::toString))
                .containsExactly(
                        "test.scn:8:1: found a prefix that matches no cell, expected " + cells,
                        "test.scn:9:1: found a prefix that matches no cell, expected " + cells,
                        "test.scn:10:1: found a prefix that matches no cell, expected " + cells);
    }

    @Test
    void keepsTheTextOfAnExpectationWithoutItsComment() {
        Scenario scenario =
                parse(withHeaders("run\nA: mmap a 1\nA: read a -> r\nexpect\n  @ 5.9.. never:  r  = \"#\"   # why\n"));

        assertThat(scenario.expectations().get(0).text()).isEqualTo("@ 5.9.. never:  r  = \"#\"");
        assertThat(scenario.expectations().get(0).quantifier()).isEqualTo(Quantifier.NEVER);
    }

    @Test
    void keepsTwoRangesApartThatStandSideBySide() {
        Scenario scenario = parse(withHeaders("run\nA: exit\nexpect\n@ 5.9.. ..5.4 5.8 5.9..5.18: elapsed >= 0\n"));

        assertThat(scenario.expectations().get(0).ranges().stream().map(VersionRange::toString))
                .containsExactly("5.9..", "..5.4", "5.8", "5.9..5.18");
    }

    @Test
    void readsAFileOfExactlyOneMebibyteAndNoLargerOne() {
        String text = withSteps("A: exit");
        String full = text + "#".repeat(ScenarioParser.MAX_BYTES - text.length());

        assertThat(parse(full).steps()).hasSize(1);
        assertThatThrownBy(() -> parse(full + "#"))
                .isInstanceOf(ScenarioSyntaxException.class)
                .hasMessage("test.scn:1:1: found a file of more than 1048576 bytes, expected at most 1048576 (1 MiB)");
    }

    @Test
    void saysWhereAFileIsNotUtf8() {
        byte[] bytes = "scenario a\ntitle \"é\"\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> TestVocabulary.PARSER.parse("f", bytes))
                .isInstanceOf(ScenarioSyntaxException.class)
                .hasMessage("f:2:8: found the byte 0xE9, which is not UTF-8, expected UTF-8");
    }

    private static Condition r0(int line, int column, String text) {
        return new Comparison(
                at(line, column),
                new Register(at(line, column), "r0"),
                Comparator.EQUAL,
                new Literal(at(line, column + 5), new TextValue(text)));
    }

    @Test
    void readsTheWholeRangeOfIntegers() {
        assertThat(parse(withSteps("A: mmap a 1\nA: write a " + Long.MIN_VALUE))
                        .steps()
                        .skip(1))
                .containsExactly(new WriteStep(
                        at(5, 1),
                        new ProcessName("A"),
                        new PageRef(new BufferName("a"), 0),
                        new IntegerValue(Long.MIN_VALUE),
                        null));
    }

    private static List<KernelVersion> kernels(String... versions) {
        return Stream.of(versions).map(KernelVersion::parse).toList();
    }

    private static Position at(int line, int column) {
        return new Position(line, column);
    }
}
