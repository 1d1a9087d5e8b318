package io.github.accelbed.vfio.iommufd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.fault.FailNth;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.process.Task;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A page table for an IOAS that has mappings already, which a client's set-up never asks for, without each allocation in turn. */
class FailedTableTest {
    private static final long BUF = PhysicalMemory.HUGE_PAGES - 1;
    private static final int PAGES = 2;

    /** A machine with a process that has a queue and a buffer on both sides of 2 MiB mapped. */
    private static final class Bed {
        private final TestMachine m = new TestMachine(new IommufdBackend(), KernelVersion.parse("6.18"), 4);
        private final IommufdDriver driver = ((IommufdAccess) m.access()).driver();
        private final Task a = m.task("A");
        private final IommufdQueue q;
        private final IommufdContext context;

        Bed() {
            m.mmap(a, BUF, PAGES);
            q = (IommufdQueue) m.open(a, "q");
            assertThat(m.map(a, q, BUF, PAGES)).isEqualTo(Errno.OK);
            context = Optional.ofNullable(q.context()).orElseThrow();
        }

        int ioas() {
            return Optional.ofNullable(q.ioas()).orElseThrow().id();
        }

        FailNth fail(long n) {
            FailNth failNth = new FailNth(n);
            m.kernel().inject(failNth);
            return failNth;
        }

        void end() {
            m.kernel().inject(null);
            m.exitAll();
            m.checkNothingLeft();
            assertThat(m.kernel().iommu().domains()).isEmpty();
        }
    }

    @Test
    void aTableThatCannotBeFilledGoesWithItsDomainAndLeavesThePinsToTheOther() {
        Set<Allocation> missed = EnumSet.noneOf(Allocation.class);
        for (long n = 1; ; n++) {
            Bed bed = new Bed();
            long entries = bed.m.kernel().iommu().ownEntries();
            FailNth failNth = bed.fail(n);
            HwptAlloc alloc = bed.m.run(
                    bed.a.cpu().actor(), new HwptAlloc(bed.driver, bed.a.cpu(), bed.context, bed.ioas(), false, false));
            if (failNth.failed().isEmpty()) {
                assertThat(alloc.result()).isEqualTo(Errno.OK);
                assertThat(n).as("object, domain, three tables, one more").isEqualTo(7);
                break;
            }
            missed.add(failNth.failed().get());
            assertThat(alloc.result()).as("without allocation %s", n).isEqualTo(Errno.ENOMEM);
            assertThat(bed.m.kernel().iommu().domains()).hasSize(1);
            assertThat(bed.m.kernel().iommu().ownEntries()).isEqualTo(entries);
            bed.m.check();
            bed.end();
        }
        assertThat(missed).contains(Allocation.SLAB, Allocation.DOMAIN, Allocation.IOMMU_TABLE);
    }

    @Test
    void anAttachThatMissesAnythingLeavesNoTableOfItsOwn() {
        Set<Allocation> missed = EnumSet.noneOf(Allocation.class);
        for (long n = 1; ; n++) {
            Bed bed = new Bed();
            IoasAlloc other = bed.m.run(bed.a, new IoasAlloc(bed.a, bed.context));
            int id = Optional.ofNullable(other.ioas()).orElseThrow().id();
            FailNth failNth = bed.fail(n);
            AttachPt attach = bed.m.run(bed.a, new AttachPt(bed.driver, bed.a, bed.q.cdev(), id));
            bed.m.check();
            assertThat(attach.result().ok()).isEqualTo(failNth.failed().isEmpty());
            bed.end();
            if (failNth.failed().isEmpty()) {
                break;
            }
            missed.add(failNth.failed().get());
        }
        assertThat(missed).containsExactlyInAnyOrder(Allocation.SLAB, Allocation.DOMAIN, Allocation.PASID);
    }
}
