package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.Holdings;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.fault.FailNth;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.uacce.capi.CapiBackend;
import io.github.accelbed.uacce.idxd.IdxdDwqBackend;
import io.github.accelbed.uacce.idxd.IdxdSwqBackend;
import io.github.accelbed.uacce.nosva.UacceDmaBackend;
import io.github.accelbed.uacce.nosva.UacceVaIovaBackend;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each allocation of an open, one after the other, is the one that fails. */
class FailedAllocationTest {
    private static final KernelVersion VERSION = KernelVersion.parse("6.18");
    private static final long BUF = 0x1000;

    static Stream<AccessBackend> rows() {
        return Stream.of(
                new UacceBackend(),
                new UacceDmaBackend(),
                new UacceVaIovaBackend(),
                new CapiBackend(),
                new IdxdSwqBackend(),
                new IdxdDwqBackend(),
                new VsvaBackend());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anOpenThatMissesAnythingGivesNoQueueAndLeavesNothing(AccessBackend row) {
        Set<Allocation> missed = EnumSet.noneOf(Allocation.class);
        for (long n = 1; ; n++) {
            TestMachine m = new TestMachine(row, VERSION, 4);
            Task a = m.task("A");
            Holdings before = m.holdings();
            FailNth failNth = new FailNth(n);
            m.kernel().inject(failNth);
            OpenOperation<?> open = m.tryOpen(a, OpenOptions.named("q"));
            if (failNth.failed().isEmpty()) {
                break;
            }
            missed.add(failNth.failed().get());
            assertThat(open.result().ok()).as("without allocation %s", n).isFalse();
            assertThat(open.queue()).isNull();
            assertThat(m.holdings().withPasids(0)).isEqualTo(before);
            m.exitAll();
            m.checkNothingLeft();
        }
        assertThat(missed).contains(Allocation.SLAB);
    }

    @Test
    void aMapThatGetsNoAreaAnswersEnomemAndAnUnmapThatGetsNoneToo() {
        TestMachine m = new TestMachine(new UacceDmaBackend(), VERSION, 4);
        Task a = m.task("A");
        m.mmap(a, BUF, 2);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.kernel().inject(new FailNth(1));
        assertThat(m.map(a, q, BUF, 2)).isEqualTo(Errno.ENOMEM);
        assertThat(m.map(a, q, BUF, 2)).isEqualTo(Errno.OK);
        m.kernel().inject(new FailNth(1));
        assertThat(m.unmap(a, q, BUF, 2)).isEqualTo(Errno.ENOMEM);
        m.exitAll();
        m.checkNothingLeft();
    }
}
