package io.github.accelbed.odp;

import static io.github.accelbed.odp.Machines.BUF;
import static io.github.accelbed.odp.Machines.KERNELS;
import static io.github.accelbed.odp.Machines.job;
import static io.github.accelbed.odp.Machines.mirrors;
import static io.github.accelbed.odp.Machines.notifiers;
import static io.github.accelbed.odp.Machines.passes;
import static io.github.accelbed.odp.Machines.until;
import static io.github.accelbed.odp.Machines.withBuffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.mm.Mremap;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An implicit region: one registration, a child for each block that the device touches, and what becomes of children. */
class ImplicitRegionTest {
    private static final long FAR = BUF + 3 * ImplicitRegion.BLOCK_PAGES;

    private static TestMachine boot(KernelVersion version) {
        return new TestMachine(new ImplicitOdpBackend(), version, 4);
    }

    private static TestMachine boot(String version) {
        return boot(KernelVersion.parse(version));
    }

    private static ImplicitRegion region(AccessQueue queue) {
        assertThat(((QueuePair) queue).region(0)).isInstanceOf(ImplicitRegion.class);
        return (ImplicitRegion) ((QueuePair) queue).region(0);
    }

    // One registration

    @Test
    void theAddressSpaceIsRegisteredOnceAtOpenAndARangeTakesNoCall() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 4);
        AccessQueue q = m.open(a, "q");
        assertThat(a.syscalls()).as("the seven of an explicit queue, and one").isEqualTo(8);
        m.map(a, q, BUF, 2);
        m.map(a, q, BUF + 2, 2);
        m.open(a, new OpenOptions("p", q, false, false));
        assertThat(a.syscalls()).as("six for a queue of the same context").isEqualTo(14);
        m.map(a, q, BUF, 1, false);
        m.map(a, q, BUF + 1, 1, false);
        assertThat(a.syscalls()).as("one for all that is only read").isEqualTo(15);
        assertThat(a.mm().pinnedPages()).isZero();
        assertThat(notifiers(a).intervals()).as("the parent watches nothing").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void memoryThatNobodyNamedAndMemoryMappedLaterAreReachable(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        m.mmap(a, FAR, 1);
        m.write(a, FAR, 2);
        assertThat(m.deviceRead(q, FAR)).isEqualTo(2);
        assertThat(q.reachable()).isEqualTo(2);
        assertThat(q.mappable()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aPresentPageIsNotEnteredAtRegistrationSoItsFirstTouchFaults(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 2);
        m.write(a, BUF, 1);
        m.write(a, BUF + 1, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 2);
        assertThat(q.reachable()).isZero();
        assertThat(q.mappable()).isEqualTo(2);
        m.deviceRead(q, BUF);
        assertThat(q.engine().faults()).isEqualTo(1);
        assertThat(mirrors(q, a, BUF)).isTrue();
        assertThat(q.reachable()).as("only the page that was touched").isEqualTo(1);
    }

    // Children

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void eachBlockThatIsTouchedGetsAChildWithItsOwnNotifier(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 2);
        m.mmap(a, FAR, 1);
        AccessQueue q = m.open(a, "q");
        m.deviceWrite(q, BUF, 1);
        m.deviceWrite(q, BUF + 1, 2);
        assertThat(region(q).childCount()).isEqualTo(1);
        m.deviceWrite(q, FAR, 3);
        assertThat(region(q).childCount()).isEqualTo(2);
        assertThat(notifiers(a).intervals()).extracting(n -> n.start()).containsExactly(0L, FAR - BUF);
        assertThat(notifiers(a).intervals()).allMatch(n -> n.end() - n.start() == 1L << 18, "1 GiB");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aChildThatAnInvalidationEmptiedLeavesItsSlotAtOnceAndIsGoneAtTheNextFault(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 2);
        m.mmap(a, FAR, 1);
        AccessQueue q = m.open(a, "q");
        m.deviceWrite(q, BUF, 1);
        m.deviceWrite(q, BUF + 1, 2);
        m.madvise(a, BUF, 1, Madvise.Advice.DONTNEED);
        assertThat(region(q).childCount()).as("one entry is left").isEqualTo(1);
        m.madvise(a, BUF + 1, 1, Madvise.Advice.DONTNEED);
        assertThat(region(q).childCount()).isZero();
        assertThat(notifiers(a).intervals()).as("the worker has not come to it").hasSize(1);
        m.deviceWrite(q, FAR, 3);
        assertThat(notifiers(a).intervals()).hasSize(1);
        assertThat(region(q).child(FAR)).isNotNull();
        assertThat(m.deviceRead(q, BUF)).as("a new child for the old block").isZero();
        assertThat(region(q).childCount()).isEqualTo(2);
    }

    @Test
    void twoQueuesOfOneContextShareTheChildrenAndTwoContextsDoNot() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        AccessQueue p = m.open(a, new OpenOptions("p", q, false, false));
        AccessQueue r = m.open(a, "r");
        m.deviceWrite(q, BUF, 1);
        assertThat(m.deviceRead(p, BUF)).isEqualTo(1);
        assertThat(p.engine().faults()).isZero();
        assertThat(m.deviceRead(r, BUF)).isEqualTo(1);
        assertThat(r.engine().faults()).isEqualTo(1);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(p, BUF)).as("the region stays for p").isEqualTo(1);
        assertThat(m.close(a, p)).isEqualTo(Errno.OK);
        assertThat(notifiers(a).intervals()).as("r's").hasSize(1);
    }

    @Test
    void twoFaultsOfOneBlockAtOnceMakeOneChild() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 2);
        AccessQueue q = m.open(a, "q");
        AccessQueue p = m.open(a, new OpenOptions("p", q, false, false));
        Actor first = job(q, 1);
        until(m, first, "find_odp_mkey");
        Actor second = job(p, 2);
        until(m, second, "find_odp_mkey");
        assertThat(first.run()).isTrue();
        assertThat(second.run()).isTrue();
        m.check();
        assertThat(region(q).childCount()).isEqualTo(1);
        assertThat(m.read(a, BUF)).isEqualTo(2);
    }

    @Test
    void aChildThatAFaultUsesIsNotRetired() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        AccessQueue p = m.open(a, new OpenOptions("p", q, false, false));
        m.deviceWrite(q, BUF, 1);
        m.mmap(a, BUF + 8, 1);
        p.engine().descriptor().write(BUF + 8, 5);
        Actor fault = p.cpu().actor();
        fault.start(p.engine());
        until(m, fault, "mmap_read_unlock");
        m.run(a, new Madvise(a.cpu(), a.mm(), BUF, 1, Madvise.Advice.DONTNEED));
        assertThat(region(q).childCount()).isEqualTo(1);
        assertThat(fault.run()).isTrue();
        assertThat(m.read(a, BUF + 8)).isEqualTo(5);
        m.check();
    }

    @Test
    void anInvalidationOfOneBlockDoesNotSendAFaultOfAnotherRound() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        m.mmap(a, FAR, 1);
        AccessQueue q = m.open(a, "q");
        m.deviceWrite(q, FAR, 1);
        Actor fault = job(q, 2);
        until(m, fault, "mmap_read_unlock");
        m.run(a, new Madvise(a.cpu(), a.mm(), FAR, 1, Madvise.Advice.DONTNEED));
        assertThat(fault.run()).isTrue();
        assertThat(passes(q)).isEqualTo(1);
    }

    // Errors

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aHoleAnAddressBeyondTheKeyAndADeadAddressSpaceAreEfault(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        assertThat(m.tryDeviceRead(q, FAR)).as("no area").isEqualTo(Errno.EFAULT);
        assertThat(m.tryDeviceRead(q, PageTable.PAGES)).as("beyond the key").isEqualTo(Errno.EFAULT);
        m.deviceWrite(q, BUF, 1);
        Task b = m.fork(a, "B");
        m.exit(a);
        assertThat(m.tryDeviceRead(q, BUF)).as("dead").isEqualTo(Errno.EFAULT);
        assertThat(q.mappable()).isZero();
        m.exit(b);
        m.checkNothingLeft();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void readOnlyMemoryIsReadableOnlyIfItWasMappedForReading(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 4);
        m.mprotect(a, BUF, 1, Vma.READ);
        AccessQueue q = m.open(a, "q");
        assertThat(m.tryDeviceRead(q, BUF))
                .as("a fault of the writable key asks for write")
                .isEqualTo(Errno.EFAULT);
        m.map(a, q, BUF, 1, false);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(4);
        assertThat(m.unmap(a, q, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(m.unmap(a, q, BUF, 1)).as("nothing to forget").isEqualTo(Errno.EINVAL);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
    }

    @Test
    void mremapMovesThePageForTheDeviceToo() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.deviceWrite(q, BUF, 6);
        m.run(a, new Mremap(a.cpu(), a.mm(), BUF, 1, FAR));
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(m.deviceRead(q, FAR)).isEqualTo(6);
    }

    // Whose memory

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whatAChildMapsIsItsOwnAndTheRestIsTheOpeners(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 2);
        m.write(a, BUF, 1);
        m.write(a, BUF + 1, 1);
        AccessQueue q = m.open(a, "q");
        Task b = m.fork(a, "B");
        m.write(b, BUF, 2);
        m.write(b, BUF + 1, 2);
        assertThat(m.map(b, q, BUF + 1, 1)).isEqualTo(Errno.OK);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        assertThat(m.deviceRead(q, BUF + 1)).isEqualTo(2);
        AccessQueue p = m.open(b, new OpenOptions("p", q, false, false));
        assertThat(m.deviceRead(p, BUF)).as("B's own queue").isEqualTo(2);
    }

    // The end

    @Test
    void closingWaitsForARunningFault() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        Actor fault = job(q, 1);
        until(m, fault, "mmap_read_unlock");
        Actor cpu = a.cpu().actor();
        cpu.start(q.close(a, false));
        assertThat(cpu.run()).isFalse();
        assertThat(fault.run()).isTrue();
        assertThat(cpu.run()).isTrue();
        assertThat(notifiers(a).intervals()).isEmpty();
        m.exit(a);
        m.checkNothingLeft();
    }

    @Test
    void anUnpluggedDeviceTakesTheRegionWithItsChildren() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.deviceWrite(q, BUF, 1);
        assertThat(m.unplug()).isEqualTo(Errno.OK);
        assertThat(notifiers(a).intervals()).isEmpty();
        assertThat(m.map(a, q, BUF, 1, true)).isEqualTo(Errno.EIO);
        m.exit(a);
        m.checkNothingLeft();
    }
}
