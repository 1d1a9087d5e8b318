package io.github.accelbed.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.run.ModelTrace;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kernels answered with Soft-RoCE, and device {@code rxe} of the model does. */
class SoftRoceTest {
    /** The answers of the steps behind the first semicolon-separated ones that begin with {@code A: mmap}. */
    private static String answers(String row, String steps, String kernel) {
        ModelTrace trace = ModelTrace.of(
                Scenarios.of("backend " + row + "\ndevice rxe\n", steps.replace("; ", "\n") + "\n"),
                row,
                KernelVersion.parse(kernel),
                CostTable.defaults());
        return trace.steps().stream()
                .skip(trace.steps().size() - 2L)
                .map(step -> step.answer().text())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{1}, {0}")
    @CsvSource({
        "5.10.223,EINVAL EFAULT",
        "6.1.176,EINVAL EFAULT",
        "6.12.117,EOPNOTSUPP EFAULT",
        "6.16.12,ok 1",
        "7.3.4,ok 1"
    })
    void onDemandRegionsCameLate(String kernel, String answers) {
        assertThat(answers("odp", "A: mmap b 1; A: write b 1; A: open q; A: map q b rw; q: read b[0]", kernel))
                .isEqualTo(answers);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"6.16.12,77 77", "6.18.15,77 77", "7.2.13,77 1", "7.3.4,77 1"})
    void aWriteGoesThroughWhatAReadEntered(String kernel, String parentAndChild) {
        String steps = "A: mmap b 1; A: write b 1; A: fork B; A: open q; A: map q b rw; q: read b[0]; "
                + "q: write b[0] 77; A: read b; B: read b";
        assertThat(answers("odp", steps, kernel)).isEqualTo(parentAndChild);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"6.16.12,ok 6", "6.18.15,ok 6", "7.3.4,EFAULT 3"})
    void andToAPageThatIsReadOnly(String kernel, String answers) {
        String steps = "A: mmap b 1; A: write b 3; A: open q; A: map q b rw; A: mprotect b ro; q: read b[0]; "
                + "q: write b[0] 6; A: read b";
        assertThat(answers("odp", steps, kernel)).isEqualTo(answers);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"6.1.176,EOPNOTSUPP EFAULT", "6.12.117,EACCES EFAULT", "6.18.15,ok ok", "7.3.4,EACCES EFAULT"})
    void rightsOfAPinnedRegionChange(String kernel, String answers) {
        String steps = "A: mmap b 1; A: write b 3; A: open q; A: map q b ro; A: rereg q b rw; q: write b[0] 6";
        assertThat(answers("rdma-pinned", steps, kernel)).isEqualTo(answers);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"5.10.223,ok EINVAL", "6.1.176,ok ENOENT", "6.12.117,ok ENOENT", "7.3.4,ok ENOENT"})
    void aDomainThatAnotherProcessDestroyedIsMissed(String kernel, String answers) {
        String steps = "A: mmap b 1; A: open q; A: fork B; A: close q; B: map q b rw";
        assertThat(answers("rdma-pinned", steps, kernel)).isEqualTo(answers);
    }
}
