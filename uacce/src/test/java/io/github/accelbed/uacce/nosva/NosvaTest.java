package io.github.accelbed.uacce.nosva;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the review of October 2019 argued about: addresses equal to the process's or chosen by the kernel, holes, sharing, conflicts. */
class NosvaTest {
    private static final AccessBackend VA_IOVA = new UacceVaIovaBackend();
    private static final AccessBackend DMA = new UacceDmaBackend();
    private static final long BUF = 0x1000;
    private static final long MSI = 0xFEE00;
    private static final long MSI_END = 0xFEF00;
    private static final long TOP = 0x100000;

    private TestMachine m;
    private Task a;
    private AccessQueue q;

    private void boot(AccessBackend backend) {
        m = new TestMachine(backend, KernelVersion.parse("5.4"), 4);
        a = m.task("A");
        m.mmap(a, BUF, 4);
        m.write(a, BUF, 1);
        q = m.open(a, "q");
    }

    /** Nobody looks at what the platform reserves: over x86's window writes are interrupts, over the doorbell of the SMMU's there is an entry. */
    @ParameterizedTest(name = "{0} pages from {1}: {2}, then {3}")
    @CsvSource({
        "1, 0xFEE00, OK, 1",
        "4, 0xFEDFE, OK, 7",
        "4, 0xFEDFC, OK, 7",
        "1, 0xFEEFF, OK, 1",
        "1, 0xFEF00, OK, 7",
        "1, 0xFEDFF, OK, 7",
        "1, 0x8000, EEXIST, 1",
        "3, 0x7FFE, EEXIST, 1",
        "1, 0x8001, OK, 7"
    })
    void anAddressThatThePlatformReservesLeadsElsewhere(long pages, String start, Errno answer, long then) {
        boot(VA_IOVA);
        long vpn = Long.decode(start);
        m.mmap(a, vpn, pages);
        m.write(a, vpn, 1);
        assertThat(m.map(a, q, vpn, pages)).isEqualTo(answer);
        assertThat(m.deviceWrite(q, vpn, 7)).isEqualTo(answer.ok() ? Errno.OK : Errno.EFAULT);
        assertThat(m.read(a, vpn)).isEqualTo(then);
        boot(DMA);
        m.mmap(a, vpn, pages);
        assertThat(m.map(a, q, vpn, pages)).as("the kernel chooses another one").isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(q, vpn, 7)).isEqualTo(Errno.OK);
        assertThat(m.read(a, vpn)).isEqualTo(7);
    }

    @Test
    void theDmaApiGoesAroundTheMsiWindow() {
        boot(DMA);
        long above = TOP - MSI_END;
        m.mmap(a, 1 << 22, above + 1);
        m.map(a, q, 1 << 22, above);
        m.map(a, q, (1 << 22) + above, 1);
        assertThat(((NosvaQueue) q).regions()).extracting(KernelRegion::device).containsExactly(MSI_END, MSI - 1);
    }

    /** Nothing but the region is within the device's reach: memory that the process has already is not. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"uacce-va-iova", "uacce-dma"})
    void onlyWhatWasPutIntoTheRegionIsReachable(String row) {
        boot(row.equals(VA_IOVA.id()) ? VA_IOVA : DMA);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        m.map(a, q, BUF, 1);
        assertThat(m.deviceRead(q, BUF)).as("copied into it").isEqualTo(1);
        assertThat(m.tryDeviceRead(q, BUF + 1)).isEqualTo(Errno.EFAULT);
        assertThat(q.reachable()).isEqualTo(1);
        m.write(a, BUF, 2);
        assertThat(m.deviceRead(q, BUF)).as("shared from then on").isEqualTo(2);
    }

    /** mmap, munmap of the buffer, mremap into its place; the DMA API's address is one question more. A job takes no call. */
    @ParameterizedTest(name = "{0}: {1} calls")
    @CsvSource({"uacce-va-iova, 3", "uacce-dma, 4"})
    void mapTakesSomeCallsAndAJobNone(String row, long calls) {
        boot(row.equals(VA_IOVA.id()) ? VA_IOVA : DMA);
        long before = a.syscalls();
        m.map(a, q, BUF, 4);
        assertThat(a.syscalls() - before).isEqualTo(calls);
        m.deviceWrite(q, BUF, 2);
        assertThat(a.syscalls() - before).isEqualTo(calls);
    }

    /** A device address may equal another buffer's address, and the device cannot tell which of them is meant. */
    @Test
    void anUntranslatedAddressThatEqualsALiveDeviceAddressHitsTheWrongPage() {
        boot(DMA);
        m.map(a, q, BUF, 1);
        long live = ((NosvaQueue) q).regions().get(0).device();
        assertThat(live).isEqualTo(TOP - 1);
        m.mmap(a, live, 1);
        m.write(a, live, 9);
        assertThat(m.deviceRead(q, live)).as("not 9").isEqualTo(1);
        assertThat(q.engine().stale()).isEqualTo(1);
        boot(VA_IOVA);
        m.map(a, q, BUF, 1);
        m.mmap(a, TOP - 1, 1);
        assertThat(m.tryDeviceRead(q, TOP - 1)).isEqualTo(Errno.EFAULT);
    }

    @Test
    void processesOnOneDeviceReachEachOthersMemoryThroughTheDmaApi() {
        boot(DMA);
        m.map(a, q, BUF, 1);
        Task b = m.task("B");
        AccessQueue r = m.open(b, "r");
        assertThat(r.reachable()).isEqualTo(1);
        assertThat(m.deviceRead(r, TOP - 1)).as("a secret of A").isEqualTo(1);
        assertThat(m.access().safetyViolations()).isEqualTo(Map.of("memory-of-another-process-reachable", 1L));
    }

    /** {@code uacce_dev_open_check}: the node counts, not whose it is. */
    @Test
    void aSecondQueueOfTheSameProcessIsRefusedUntilTheFirstIsClosed() {
        boot(VA_IOVA);
        assertThat(m.tryOpen(a, OpenOptions.named("r")).result()).isEqualTo(Errno.EBUSY);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(m.tryOpen(a, OpenOptions.named("r")).result()).isEqualTo(Errno.OK);
    }

    /** SHARE_SVAS: one pointer through two devices without a copy. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"uacce-va-iova", "uacce-dma"})
    void oneBufferServesTwoDevicesWithoutACopy(String row) {
        boot(row.equals(VA_IOVA.id()) ? VA_IOVA : DMA);
        Device rsa = m.kernel().addDevice("rsa", 1);
        var open = m.run(a, m.access().open(a, rsa, OpenOptions.named("r")));
        AccessQueue r = open.queue();
        m.map(a, q, BUF, 2);
        assertThat(m.map(a, r, BUF, 2)).isEqualTo(Errno.OK);
        m.deviceWrite(q, BUF + 1, 5);
        assertThat(m.deviceRead(r, BUF + 1)).isEqualTo(5);
        assertThat(m.read(a, BUF + 1)).isEqualTo(5);
        assertThat(q.engine().stale() + r.engine().stale()).isZero();
        m.exitAll();
        m.checkNothingLeft();
    }

    @Test
    void unmapGivesTheProcessOrdinaryMemoryWithTheSameContentsAndRights() {
        boot(VA_IOVA);
        m.mprotect(a, BUF, 4, Vma.READ);
        assertThat(m.map(a, q, BUF, 4, true)).as("no right to write").isEqualTo(Errno.EFAULT);
        assertThat(m.map(a, q, BUF, 4, false)).isEqualTo(Errno.OK);
        assertThat(m.write(a, BUF, 5)).isEqualTo(Errno.SIGSEGV);
        assertThat(m.unmap(a, q, BUF + 1, 1)).as("cut in two").isEqualTo(Errno.EINVAL);
        assertThat(m.unmap(a, q, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(m.read(a, BUF)).isEqualTo(1);
        assertThat(m.write(a, BUF, 5)).isEqualTo(Errno.SIGSEGV);
        assertThat(a.mm().findVma(BUF).file()).isNull();
        assertThat(m.access().freeQueues(m.device())).isEqualTo(3);
    }

    /** The kernel's pages are the queue's: a munmap does not take them from the device, the release does. */
    @Test
    void theDeviceReachesTheKernelsPagesUntilTheQueueIsReleased() {
        boot(VA_IOVA);
        m.map(a, q, BUF, 1);
        m.munmap(a, BUF, 1);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        assertThat(q.engine().stale()).isEqualTo(1);
        m.close(a, q);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EIO);
        assertThat(m.kernel().mm().memory().used()).isZero();
    }

    /** A mapped region holds the file as any other area does. */
    @Test
    void aBufferInTheRegionKeepsARawClosedQueue() {
        boot(VA_IOVA);
        m.map(a, q, BUF, 1);
        NosvaQueue queue = (NosvaQueue) q;
        m.closeRaw(a, q);
        m.munmap(a, queue.mmio().start(), queue.mmio().pages());
        m.munmap(a, queue.dus().start(), queue.dus().pages());
        assertThat(m.access().freeQueues(m.device())).isEqualTo(3);
        m.munmap(a, BUF, 1);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(4);
    }

    @Test
    void aChildHasAHoleWhereTheRegionIs() {
        boot(VA_IOVA);
        m.map(a, q, BUF, 1);
        Task b = m.fork(a, "B");
        assertThat(m.tryRead(b, BUF)).isEqualTo(Errno.SIGSEGV);
        assertThat(m.tryRead(b, BUF + 1)).isEqualTo(Errno.OK);
        m.write(a, BUF, 2);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(2);
    }
}
