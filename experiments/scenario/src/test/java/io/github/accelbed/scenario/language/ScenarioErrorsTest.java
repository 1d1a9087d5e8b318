package io.github.accelbed.scenario.language;

import static io.github.accelbed.scenario.language.TestVocabulary.parse;
import static io.github.accelbed.scenario.language.TestVocabulary.withHeaders;
import static io.github.accelbed.scenario.language.TestVocabulary.withSteps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.accelbed.scenario.language.term.Position;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed texts and the exact messages, without the file's name: line:column: found, expected, nearest. */
class ScenarioErrorsTest {

    private static final String AFTER_MMAP = " a step such as 'A: read buf -> r0'";

    private static final String KNOWN =
            "expected a kernel version such as 5.9 or 6.1.176, of a known release: 4.20, 5.0 to 5.19, 6.0"
                    + " to 6.19 or 7.0 to 7.3";

    /** Lines in place of a header (line 3), with what they are told. */
    static List<List<String>> headers() {
        return List.of(
                List.of("kernl 5.8", "3:1: found 'kernl', expected a header or 'run'; did you mean 'kernel'?"),
                List.of("title unquoted", "3:7: found 'unquoted', expected a text in double quotes"),
                List.of(
                        "title \"open",
                        "3:7: found the text \"open without its closing quote, expected a text in double quotes"),
                List.of(
                        "kernel",
                        "3:7: found the end of the line, expected a kernel such as 5.9 or 6.1.176, a range such as 5.9..5.18 or 'all'"),
                List.of(
                        "kernel 5.8 v5.9",
                        "3:14: found the character '.', expected a kernel such as 5.9 or 6.1.176, a range such as 5.9..5.18 or 'all', ',' or"
                                + " the end of the line"),
                List.of(
                        "kernel 5.8 mainline",
                        "3:12: found 'mainline', expected a kernel such as 5.9 or 6.1.176, a range such as 5.9..5.18 or 'all'"),
                List.of("kernel 5.08", "3:8: found '5.08', " + KNOWN + "; did you mean '5.8'?"),
                List.of("kernel 5.8.1000", "3:8: found '5.8.1000', " + KNOWN + "; did you mean '5.8'?"),
                List.of("kernel 9.9", "3:8: found '9.9', " + KNOWN + "; did you mean '7.3'?"),
                List.of("kernel 4.19", "3:8: found '4.19', " + KNOWN + "; did you mean '4.20'?"),
                List.of("kernel 5.8..5.20", "3:8: found '5.20', " + KNOWN + "; did you mean '5.19'?"),
                List.of("kernel 99999999999.0", "3:8: found '99999999999.0', " + KNOWN + "; did you mean '7.3'?"),
                List.of("kernel 5.8..5.10 5.9", "3:18: found a second '5.9', expected each only once"),
                List.of("kernel all 5.9", "3:12: found a second '5.9', expected each only once"),
                List.of(
                        "kernel 5.8,,5.9",
                        "3:12: found ',', expected a kernel such as 5.9 or 6.1.176, a range such as 5.9..5.18 or 'all'"),
                List.of("kernel 5.8 5.8", "3:12: found a second '5.8', expected each only once"),
                List.of(
                        "kernel 5.8\nkernel 5.9",
                        "4:1: found a second 'kernel' (the first is on line 3), expected it at most"
                                + " once; only device, limit and claim may be repeated"),
                List.of(
                        "claim 004-22",
                        "3:7: found '004-22', expected the id of a claim in the ledger; did you mean '004-2'?"),
                List.of("claim 4", "3:7: found '4', expected a claim id such as 004-2"),
                List.of(
                        "backend mm",
                        "3:9: found 'mm', expected a backend; a scenario without 'open' runs as 'mm' by itself"),
                List.of(
                        "backend all vfio",
                        "3:9: found 'all' beside other backends, expected 'all' alone, or backends by name"),
                List.of(
                        "device zipp",
                        "3:8: found 'zipp', expected a device: zip, rsa, ai, nic, dummy, accel, rxe; did you mean 'zip'?"),
                List.of("device zip queues 0", "3:19: found '0', expected a number of queues, 1 to 65536"),
                List.of(
                        "device zip qeues 4",
                        "3:12: found 'qeues', expected 'queues', 'via', 'no-pasid', 'no-pri', 'no-rawio', 'iommu', 'bits' or the end of the line; did you mean 'queues'?"),
                List.of("device zip queues 1 queues 2", "3:21: found a second 'queues', expected each only once"),
                List.of(
                        "device zip iommu smmu3",
                        "3:18: found 'smmu3', expected an IOMMU: smmuv3, vt-d, amd; did you mean 'smmuv3'?"),
                List.of("device zip bits 31", "3:17: found '31', expected a number of bits, 32 to 48"),
                List.of(
                        "device zip iommu amd\ndevice nic\ndevice ai iommu vt-d",
                        "5:17: found 'vt-d' beside 'amd', expected the same IOMMU, which serves all devices"),
                List.of("device zip\ndevice zip", "4:8: found a second 'zip', expected each only once"),
                List.of(
                        "limit memlok 3",
                        "3:7: found 'memlok', expected 'memlock', 'pasids', 'maps' or 'hugepages'; did you mean 'memlock'?"),
                List.of("limit memlock 64X", "3:15: found '64X', expected a number or a size such as 64K"),
                List.of("limit memlock 1025G", "3:15: found '1025G', expected a number of bytes, 0 to 1099511627776"),
                List.of("limit pasids 1048577", "3:14: found '1048577', expected a number of PASIDs, 0 to 1048576"),
                List.of("explore evict", "3:9: found 'evict', expected 'events' or 'retries'"),
                List.of(
                        "explore events evikt",
                        "3:16: found 'evikt', expected 'evict', 'reclaim', 'prefetch' or 'migrate'; did you mean 'evict'?"),
                List.of("explore retries -1", "3:17: found '-1', expected a number of retries, 0 to 1000"),
                List.of(
                        "without notifer",
                        "3:9: found 'notifer', expected a mechanism: notifier, early-copy, accounting; did you mean 'notifier'?"));
    }

    /** Lines in place of the steps (from line 4), with what they are told. */
    static List<List<String>> steps() {
        return List.of(
                List.of("A: mmpa buf 4", "4:4: found 'mmpa', expected the word of a step; did you mean 'mmap'?"),
                List.of("A mmap buf 4", "4:3: found 'mmap', expected ':'"),
                List.of("A: mmap 4", "4:9: found '4', expected a buffer"),
                List.of("A: mmap end 4", "4:9: found the reserved word 'end', expected a buffer"),
                List.of("A: mmap buf[2] 4", "4:12: found '[', expected a number"),
                List.of("A: mmap buf 0", "4:13: found '0', expected a number of pages, 1 to 1048576"),
                List.of("A: mmap buf 1 rw ro", "4:18: found a further 'ro', expected at most one of rw, ro and none"),
                List.of(
                        "A: mmap buf 1 shard",
                        "4:15: found 'shard', expected 'private', 'shared', 'rw', 'ro', 'none', 'huge', 'hugetlb', 'movable', 'cma', 'file', 'memfd', 'at', '->' or the end"
                                + " of the line; did you mean 'shared'?"),
                List.of(
                        "A: mmap buf 1\nA: mmap buf 2",
                        "5:13: found '2' pages for the known buffer 'buf', expected 1, the size it had on line 4"),
                List.of(
                        "A: mmap buf 1 at mis",
                        "4:18: found 'mis', expected a place: msi, sw-msi, dma; did you mean 'msi'?"),
                List.of(
                        "A: mmap buf 1\nA: mmap buf 1 at msi",
                        "5:9: found a place for the known buffer 'buf', expected none, since it keeps the address that it had"
                                + " on line 4"),
                List.of(
                        "A: read buf",
                        "4:9: found 'buf', expected a buffer (there is none yet; mmap and mremap introduce one)"),
                List.of(
                        "A: mmap buf 1\nA: read bug",
                        "5:9: found 'bug', expected a buffer introduced above (buf); did you mean 'buf'?"),
                List.of("A: mmap buf 4\nA: read buf[4]", "5:13: found '4', expected a page of buf, 0 to 3"),
                List.of("A: mmap buf 4\nA: read buf[0..1]", "5:14: found '..', expected ']'"),
                List.of(
                        "A: mmap buf 4\nA: munmap buf[3..2]",
                        "5:15: found the empty range '3..2', expected the lower page first: 2..3"),
                List.of(
                        "A: mmap buf 4\nA: write buf new",
                        "5:14: found 'new', expected a number or a text in double quotes or '['"),
                List.of(
                        "A: mmap buf 4\nA: write buf \"a\\eb\"",
                        "5:16: found '\\e', expected one of \\\" \\\\ \\n \\r \\t"),
                List.of(
                        "A: mmap buf 4\nA: write buf 9223372036854775808",
                        "5:14: found '9223372036854775808', expected an integer, -9223372036854775808 to"
                                + " 9223372036854775807"),
                List.of(
                        "A: mmap buf 4\nA: madvise buf dontned",
                        "5:16: found 'dontned', expected an advice or '['; did you mean 'dontneed'?"),
                List.of(
                        "A: read -> r0",
                        "4:4: found 'read' without an address, expected the buffer or page; only a page reference knows its"
                                + " page"),
                List.of(
                        "A: mmap buf 1\nA: read buf -> ok",
                        "5:16: found 'ok', which is an answer, expected a register's name"),
                List.of(
                        "A: mmap buf 1\nA: read buf -> EFAULT",
                        "5:16: found 'EFAULT', which is an answer, expected a register's name"),
                List.of("A: exit -> elapsed", "4:12: found 'elapsed', which is a counter, expected a register's name"),
                List.of(
                        "A: mmap buf 1 -> r0\nA: exit -> r0",
                        "5:12: found 'r0', which is already the register of line 4, expected a new name for a register"),
                List.of("A: exit now", "4:9: found 'now', expected '->' or the end of the line"),
                List.of(
                        "B: exit",
                        "4:1: found 'B', expected a process that exists (A, or one that fork, vfork or clone introduces above)"),
                List.of(
                        "A: fork A",
                        "4:9: found 'A', which is already the process there from the start, expected a new name for a process"),
                List.of("A: fork b", "4:9: found 'b', expected a process's name, with a capital first letter"),
                List.of("A: open Q", "4:9: found 'Q', expected a queue's name, with a small first letter"),
                List.of(
                        "A: open q onn zip",
                        "4:11: found 'onn', expected 'on', 'of', 'with', 'inherit', 'raw', '->' or the end of the line; did you mean"
                                + " 'on'?"),
                List.of("A: open q on zip", "4:14: found 'zip', expected a device of this scenario (accel)"),
                List.of("A: open q raw raw", "4:15: found a further 'raw', expected at most one raw"),
                List.of(
                        "A: open q with q",
                        "4:16: found 'q', expected a queue (there is none yet; open and dup introduce one)"),
                List.of(
                        "A: open q\nA: dup q q",
                        "5:10: found 'q', which is already the queue of line 4, expected a new name for a queue"),
                List.of(
                        "A: mmap b 1\nA: open q\nA: map q b none",
                        "6:12: found 'none', expected 'rw', 'ro', 'vaddr', 'at', '->', '[' or the end of the line"),
                List.of(
                        "A: mmap b 1\nA: open q\nA: map q b at c",
                        "6:15: found 'c', expected a buffer introduced above (b)"),
                List.of(
                        "A: mmap b 1\nA: pin p b\nA: map p b",
                        "6:8: found the page reference 'p' of line 5, expected a queue (there is none yet; open and dup"
                                + " introduce one)"),
                List.of(
                        "A: mmap b 1\nA: open q\nA: unpin q",
                        "6:10: found the queue 'q' of line 5, expected a page reference (there is none yet; pin and get"
                                + " introduce one)"),
                List.of(
                        "A: open q\nq: exit",
                        "5:4: found 'exit', a step of a process, expected a step of a queue, which 'q' is: copy, read, tag, write"),
                List.of(
                        "A: mmap b 1\nA: copy b b",
                        "5:4: found 'copy', a step of a queue, expected a step of a process, which 'A' is"),
                List.of(
                        "root: exit",
                        "4:7: found 'exit', a step of a process, expected a step of root: call, clear-refs, count, create-mdev, isolate, khugepaged, ksm, migrate,"
                                + " numa-hint, plug, release, remove-mdev, swapout, unplug"),
                List.of(
                        "A: mmap b 1\nA: pin p b\np: read b",
                        "6:9: found the address 'b', expected none: 'p' is a page reference and stands for its page"),
                List.of(
                        "q: read b",
                        "4:1: found 'q', expected a queue or page reference introduced above (by open, dup, pin or get), or"
                                + " root",
                        "4:9: found 'b', expected a buffer (there is none yet; mmap and mremap introduce one)"),
                List.of(
                        "A: mmap b 1\nb: read b",
                        "5:1: found the buffer 'b' of line 4, expected a process, queue, page reference or root as the actor"),
                List.of(
                        "root: remove-mdev m",
                        "4:19: found 'm', expected a mdev (there is none yet; create-mdev introduces one)"),
                List.of(
                        "A: mmap a 2\nA: mmap b 4\nA: open q\nq: copy a b",
                        "7:11: found 4 pages as the destination, expected 2, as many as the source has"),
                List.of(
                        "A: exit\nkernel 4.20",
                        "5:1: found the header 'kernel' among the steps, expected it before 'run'"),
                List.of(
                        "A: mmap b 1 | 2",
                        "4:13: found the character '|', expected 'private', 'shared', 'rw', 'ro', 'none', 'huge', 'hugetlb', 'movable', 'cma', 'file', 'memfd', 'at', '->'"
                                + " or the end of the line"),
                List.of("A: exit \u0007", "4:9: found the character U+0007, expected '->' or the end of the line"),
                List.of("5: exit", "4:1: found '5', expected" + AFTER_MMAP));
    }

    /** Lines in place of a {@code par} (from line 4), with what they are told. */
    static List<List<String>> blocks() {
        return List.of(
                List.of("par\nA: exit\nend", "6:1: found the reserved word 'end', expected" + AFTER_MMAP + " or 'and'"),
                List.of("par\nand\nA: exit\nend", "5:1: found the reserved word 'and', expected" + AFTER_MMAP),
                List.of("A: exit\nend", "5:1: found the reserved word 'end', expected" + AFTER_MMAP + " or 'expect'"),
                List.of(
                        "par\nA: exit\npar\nA: exit\nand\nA: exit\nend\nend",
                        "6:1: found the reserved word 'par', expected" + AFTER_MMAP
                                + " or 'and' (branches do not nest)"),
                List.of(
                        "par\nA: exit\nadn\nA: exit\nand\nA: exit\nend",
                        "6:1: found 'adn', expected" + AFTER_MMAP + ", 'and' or 'end'; did you mean 'and'?"),
                List.of(
                        "par\nA: mmap b 1\nand\nA: read b\nend",
                        "7:9: found 'b', which another branch introduces on line 5, expected a name known before the par or"
                                + " introduced in this branch"),
                List.of(
                        "par\nA: exit -> r\nand\nA: exit -> r\nend",
                        "7:12: found 'r', which is already the register of line 5, expected a new name for a register"),
                List.of(
                        "par\nA: exit\nand\nA: exit",
                        "8:1: found the reserved word 'expect', expected" + AFTER_MMAP + ", 'and' or 'end'"));
    }

    /** Lines in place of the expectations (from line 8), with what they are told. */
    static List<List<String>> expectations() {
        return List.of(
                List.of("r0", "8:3: found the end of the line, expected one of = != < <= > >= or '('"),
                List.of("r0 == 1", "8:5: found '=', expected a register, a literal or a counter"),
                List.of("(r0 = 1", "8:8: found the end of the line, expected 'and', 'or' or ')'"),
                List.of("not = 1", "8:5: found '=', expected a condition"),
                List.of(
                        "r0 = new",
                        "8:6: found 'new', expected a register that the run binds (r0), a literal or a counter"),
                List.of(
                        "r0 = EFALUT",
                        "8:6: found 'EFALUT', expected a register that the run binds (r0), a literal or a counter; did you mean"
                                + " 'EFAULT'?"),
                List.of(
                        "r1 = ok",
                        "8:1: found 'r1', expected a register that the run binds (r0), a literal or a counter; did you mean"
                                + " 'r0'?"),
                List.of(
                        "buf = 0",
                        "8:1: found the buffer 'buf' of line 4, expected a register, a literal or a counter"),
                List.of(
                        "vfoi: r0 = 0",
                        "8:1: found 'vfoi', expected a backend: " + String.join(", ", TestVocabulary.ALL.backends())
                                + ", mm; did you mean 'vfio'?"),
                List.of("vfio r0 = 0", "8:6: found 'r0', expected one of = != < <= > >= or '('"),
                List.of(
                        "vfio @: r0 = 0",
                        "8:7: found ':', expected a kernel version such as 5.9 or a range of versions such as 5.9..5.18"),
                List.of(
                        "@ 5.10..5.9: r0 = 0",
                        "8:3: found the empty range '5.10..5.9', expected the older kernel first: 5.9..5.10"),
                List.of("@ ..5.20: r0 = 0", "8:3: found '5.20', " + KNOWN + "; did you mean '5.19'?"),
                List.of(
                        "always r0 = 0",
                        "8:1: found the reserved word 'always', expected an expectation such as 'vfio: r0 = 1'"),
                List.of(
                        "pined(A) = 0",
                        "8:1: found 'pined', expected a counter: pinned, locked, faults, refaults, invalidations, stale, retries, reachable, mappable, tables,"
                                + " free-queues, mdevs, leaked, calls-after-put, syscalls, registrations, pasids-shown, admin-steps,"
                                + " host-pinned, lock-cycles, elapsed; did you mean 'pinned'?"),
                List.of("pinned = 0", "8:1: found the counter 'pinned' without its argument, expected pinned(PROCESS)"),
                List.of(
                        ": r0 = 0",
                        "8:1: found ':' without a prefix before it, expected a backend, '@', 'always', 'sometimes' or 'never'"),
                List.of("pinned(B) = 0", "8:8: found 'B', expected a process introduced above (A)"),
                List.of(
                        "faults(A) = 0",
                        "8:8: found the process 'A' there from the start, expected a queue introduced above (q)"),
                List.of("mdevs(zip) = 0", "8:7: found 'zip', expected a device of this scenario (accel)"),
                List.of("elapsed(A) = 0", "8:9: found 'A', expected 'elapsed' without an argument"),
                List.of(
                        "(".repeat(201) + "r0 = 1",
                        "8:1: found a line with 201 opening brackets and negations, expected at most 200 of them on a line"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void saysWhatIsWrongWithAHeader(List<String> row) {
        assertMessages(withHeaders(row.get(0) + "\nrun\nA: exit\nexpect\nelapsed >= 0\n"), row);
    }

    @ParameterizedTest
    @MethodSource({"steps", "blocks"})
    void saysWhatIsWrongWithAStep(List<String> row) {
        assertMessages(withSteps(row.get(0)), row);
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void saysWhatIsWrongWithAnExpectation(List<String> row) {
        assertMessages(
                withHeaders("run\nA: mmap buf 1\nA: read buf -> r0\nA: open q\nexpect\n" + row.get(0) + "\n"), row);
    }

    /** Whole texts that lack a part. */
    static List<List<String>> parts() {
        return List.of(
                List.of("", "1:1: found the end of the file, expected a header or 'run'"),
                List.of("# nothing\n\n", "3:1: found the end of the file, expected a header or 'run'"),
                List.of(withHeaders("A: exit\nA: exit\n"), "3:1: found 'A', expected a header or 'run'"),
                List.of(
                        withHeaders("rn\nA: exit\nexpect\nx = 1"),
                        "3:1: found 'rn', expected a header or 'run'; did you mean 'run'?"),
                List.of(
                        withHeaders("run\nexpect\nelapsed = 0"),
                        "4:1: found the reserved word 'expect', expected" + AFTER_MMAP),
                List.of(
                        withHeaders("run\nA: exit\n"),
                        "5:1: found the end of the file, expected" + AFTER_MMAP + " or 'expect'"),
                List.of(
                        withHeaders("run\nA: exit\nexpct\nvfio: x = 1\n"),
                        "5:1: found 'expct', expected" + AFTER_MMAP + ", 'par' or 'expect'; did you mean 'expect'?"),
                List.of(
                        withHeaders("run\nA: exit\nexpect\n"),
                        "6:1: found the end of the file, expected an expectation such as 'vfio: r0 = 1'"),
                List.of(
                        "run\nA: exit\nexpect\nelapsed = 0",
                        "1:1: found 'run' without a 'scenario' header before it, expected 'scenario'",
                        "1:1: found 'run' without a 'title' header before it, expected 'title'"),
                List.of(
                        "scenario two words\ntitle \" \"\nrun\nA: exit\nexpect\nelapsed = 0",
                        "1:10: found 'two words', expected the scenario's name: letters, digits and any of . _ / + -, without"
                                + " blanks, at most 200 of them",
                        "2:7: found an empty title, expected the question in words"));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void saysWhichPartIsMissing(List<String> row) {
        assertMessages(row.get(0), row);
    }

    @Test
    void reportsEveryLineThatIsWrongFirstOneFirst() {
        assertMessages(
                withHeaders("kernl 5.8\nrun\nA: raed buf\nA: exit\nA: fork 5\nexpect\nelapsed > \nelapsed = 0\nand\n"),
                List.of(
                        "",
                        "3:1: found 'kernl', expected a header or 'run'; did you mean 'kernel'?",
                        "5:4: found 'raed', expected the word of a step; did you mean 'read'?",
                        "7:9: found '5', expected a process",
                        "9:11: found the end of the line, expected a register, a literal or a counter",
                        "11:1: found the reserved word 'and', expected an expectation such as 'vfio: r0 = 1' or the end of the"
                                + " file"));
    }

    @Test
    void doesNotJudgeNamesBeforeAllLinesHaveTheirShape() {
        assertMessages(
                withSteps("A: read unknown\nA: exit now"),
                List.of("", "5:9: found 'now', expected '->' or the end of the line"));
    }

    @Test
    void reportsAtMostOneHundredProblems() {
        assertThatExceptionOfType(ScenarioSyntaxException.class)
                .isThrownBy(() -> parse(withSteps("A: nonsense\n".repeat(1000))))
                .satisfies(e -> assertThat(e.problems()).hasSize(ScenarioParser.MAX_PROBLEMS));
        assertThatExceptionOfType(ScenarioSyntaxException.class)
                .isThrownBy(() -> parse(withSteps("A: read x\n".repeat(1000))))
                .satisfies(e -> assertThat(e.problems()).hasSize(ScenarioParser.MAX_PROBLEMS));
    }

    @Test
    void carriesEachProblemInParts() {
        assertThatExceptionOfType(ScenarioSyntaxException.class)
                .isThrownBy(() -> parse(withSteps("A: raed buf")))
                .satisfies(e -> assertThat(e.problems())
                        .containsExactly(
                                new Problem("test.scn", new Position(4, 4), "'raed'", "the word of a step", "read")));
    }

    private static void assertMessages(String text, List<String> row) {
        assertThatExceptionOfType(ScenarioSyntaxException.class)
                .isThrownBy(() -> parse(text))
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .containsExactlyElementsOf(row.subList(1, row.size()).stream()
                                .map(message -> "test.scn:" + message)
                                .toList()));
    }
}
