package io.github.accelbed.drivers.bed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.DeviceKind;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** nic, rsa, CPU, ai on one pointer: right where every device sees the process's page, and caught where one does not. */
class PipelineTest {
    private static final CostTable COSTS = CostTable.defaults();
    private static final int PAGES = 4;

    /** Rows of which a process may open several queues and hand each the address that it uses itself. */
    private static final List<String> SAME_POINTER = List.of("uacce", "vfio", "odp", "odp-implicit", "rdma-pinned");

    static Stream<Arguments> rowsAndKernels() {
        return SAME_POINTER.stream().flatMap(row -> Rows.kernels().stream().map(version -> Arguments.of(row, version)));
    }

    private static AccessBackend row(String id) {
        return Backends.find(id).orElseThrow();
    }

    private static Pipeline pipeline(String row, String version) {
        return new Pipeline(KernelVersion.parse(version), COSTS, Pipeline.ofThread004(row(row)), PAGES, false);
    }

    private static PipelineOutcome undisturbed(Pipeline pipeline) {
        return pipeline.run(stage -> {});
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("rowsAndKernels")
    void theAnswerIsRightOnEveryRowWhoseDevicesUseTheAddressesOfTheProcess(String row, KernelVersion version) {
        Pipeline pipeline = new Pipeline(version, COSTS, Pipeline.ofThread004(row(row)), PAGES, false);
        PipelineOutcome outcome = undisturbed(pipeline);
        assertThat(outcome.failed()).isEqualTo(Errno.OK);
        assertThat(outcome.right()).isTrue();
        assertThat(outcome.stale()).isZero();
        assertThat(outcome.syscalls()).as("the kernel is out of the way").isZero();
        pipeline.end();
        assertThat(pipeline.kernel().mm().memory().used()).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = DeviceKind.class, mode = EnumSource.Mode.EXCLUDE, names = "NIC")
    void everyDeviceHasAPlaceInIt(DeviceKind kind) {
        AccessBackend odp = row("odp");
        List<PipelineStage> stages = List.of(
                new PipelineStage(DeviceKind.NIC, odp),
                new PipelineStage(kind, odp),
                new PipelineStage(DeviceKind.AI, odp));
        PipelineOutcome outcome = undisturbed(new Pipeline(KernelVersion.parse("6.1"), COSTS, stages, 5, false));
        assertThat(outcome.right()).isTrue();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "uacce, 5.8, true",
        "odp, 5.8, true",
        "odp-implicit, 5.8, true",
        "vfio, 5.8, false",
        "rdma-pinned, 5.8, false",
        "vfio, 5.10, true",
        "rdma-pinned, 5.10, true"
    })
    void aForkInTheMiddleSpoilsTheAnswerWhereThePinKeepsTheOldPage(String row, String version, boolean right) {
        Pipeline pipeline = pipeline(row, version);
        PipelineOutcome outcome = pipeline.run(stage -> {
            if (stage == 2) {
                // The CPU's turn comes next, and with it the first write after the fork.
                pipeline.bed(0).fork(pipeline.task(), "B");
            }
        });
        assertThat(outcome.failed()).isEqualTo(Errno.OK);
        assertThat(outcome.right()).isEqualTo(right);
        assertThat(outcome.stale()).isEqualTo(right ? 0 : PAGES);
    }

    @Test
    void eachDeviceOfItsOwnRowWorksOnTheSamePointer() {
        List<PipelineStage> stages = List.of(
                new PipelineStage(DeviceKind.NIC, row("odp")),
                new PipelineStage(DeviceKind.RSA, row("vfio")),
                new PipelineStage(DeviceKind.AI, row("uacce")));
        PipelineOutcome outcome = undisturbed(new Pipeline(KernelVersion.parse("6.1"), COSTS, stages, PAGES, false));
        assertThat(outcome.right()).isTrue();
        assertThat(outcome.pinnedPages())
                .as("vfio's, where every stage works in place")
                .isEqualTo(PAGES);
        assertThat(outcome.stages())
                .extracting(PipelineOutcome.StageCounts::faults)
                .as("odp's region was registered before there were pages; one fault brings all of a segment")
                .containsExactly(1L, 0L, 0L);
    }

    @Test
    void everyDeviceFaultsForItselfUnderOdpAndOnlyTheFirstUnderSva() {
        PipelineOutcome odp = undisturbed(pipeline("odp-implicit", "6.1"));
        PipelineOutcome sva = undisturbed(pipeline("uacce", "6.1"));
        assertThat(odp.stages()).extracting(PipelineOutcome.StageCounts::faults).containsExactly(1L, 1L, 1L);
        assertThat(sva.stages()).extracting(PipelineOutcome.StageCounts::faults).containsExactly((long) PAGES, 0L, 0L);
        assertThat(odp.elapsedNs()).isGreaterThan(sva.elapsedNs());
        assertThat(undisturbed(pipeline("rdma-pinned", "6.1")).faults()).isZero();
    }

    @Test
    void sixteenDevicesStillGiveTheRightAnswer() {
        List<PipelineStage> stages = new ArrayList<>();
        stages.add(new PipelineStage(DeviceKind.NIC, row("odp")));
        for (int i = 0; i < 14; i++) {
            stages.add(new PipelineStage(DeviceKind.RSA, row("odp")));
        }
        stages.add(new PipelineStage(DeviceKind.AI, row("odp")));
        PipelineOutcome outcome = undisturbed(new Pipeline(KernelVersion.parse("6.1"), COSTS, stages, 2, false));
        assertThat(outcome.right()).isTrue();
        assertThat(outcome.stages()).hasSize(16);
    }

    @Test
    void aPipelineRunsAgainOnWarmTranslations() {
        Pipeline pipeline = pipeline("odp", "6.1");
        assertThat(undisturbed(pipeline).right()).isTrue();
        PipelineOutcome again = undisturbed(pipeline);
        assertThat(again.right()).isTrue();
        assertThat(again.faults()).as("none beside the first run's").isEqualTo(3L);
    }
}
