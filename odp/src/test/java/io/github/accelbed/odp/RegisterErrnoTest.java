package io.github.accelbed.odp;

import static io.github.accelbed.odp.Machines.BUF;
import static io.github.accelbed.odp.Machines.KERNELS;
import static io.github.accelbed.odp.Machines.withBuffer;
import static io.github.accelbed.odp.MrRequest.HUGETLB;
import static io.github.accelbed.odp.MrRequest.LOCAL_WRITE;
import static io.github.accelbed.odp.MrRequest.ON_DEMAND;
import static io.github.accelbed.odp.MrRequest.REMOTE_ATOMIC;
import static io.github.accelbed.odp.MrRequest.REMOTE_READ;
import static io.github.accelbed.odp.MrRequest.REMOTE_WRITE;
import static io.github.accelbed.odp.MrRequest.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.fault.FailNth;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What ibv_reg_mr refuses, kernel by kernel, and which kind of region its flags get. */
class RegisterErrnoTest {
    private static final long PAGE = 4096;

    private TestMachine m;
    private Task a;
    private AccessQueue q;
    private Verbs verbs;

    private void boot(String version) {
        boot(KernelVersion.parse(version));
    }

    private void boot(KernelVersion version) {
        m = new TestMachine(new OdpBackend(), version, 4);
        a = withBuffer(m, "A", 4);
        q = m.open(a, "q");
        verbs = Verbs.of(m.access());
    }

    private Errno register(MrRequest request) {
        return m.run(a, verbs.regMr(a, q, request)).result();
    }

    private Errno register(int access) {
        return register(MrRequest.ofPages(BUF, 4, access));
    }

    // uverbs, for all kinds

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void addressAndIovaMustAgreeInTheOffset(KernelVersion version) {
        boot(version);
        for (int kind : new int[] {0, ON_DEMAND}) {
            assertThat(register(new MrRequest(BUF * PAGE + 8, 100, 16, kind))).isEqualTo(Errno.EINVAL);
            assertThat(register(new MrRequest(BUF * PAGE + 8, 100, 7 * PAGE + 8, kind)))
                    .isEqualTo(Errno.OK);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void remoteWriteAndAtomicNeedLocalWrite(KernelVersion version) {
        boot(version);
        for (int kind : new int[] {0, ON_DEMAND}) {
            assertThat(register(kind | REMOTE_WRITE)).isEqualTo(Errno.EINVAL);
            assertThat(register(kind | REMOTE_ATOMIC)).isEqualTo(Errno.EINVAL);
            assertThat(register(kind | REMOTE_READ)).isEqualTo(Errno.OK);
            assertThat(register(kind | REMOTE_WRITE | LOCAL_WRITE)).isEqualTo(Errno.OK);
        }
        assertThat(a.mm().pinnedPages()).as("the two pinned ones").isEqualTo(8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    @Tag("unverified")
    void aFlagThatTheKernelDoesNotKnowIsEinval(KernelVersion version) {
        boot(version);
        // UNVERIFIED: EINVAL or EOPNOTSUPP.
        assertThat(register(LOCAL_WRITE | 1 << 18)).isEqualTo(Errno.EINVAL);
    }

    // Which kind

    @Test
    void theFlagsDecideTheKindOfRegion() {
        boot("6.1");
        assertThat(register(LOCAL_WRITE)).isEqualTo(Errno.OK);
        assertThat(((QueuePair) q).region(BUF)).isInstanceOf(PinnedMemoryRegion.class);
        assertThat(register(LOCAL_WRITE | ON_DEMAND)).isEqualTo(Errno.OK);
        assertThat(((QueuePair) q).region(BUF)).isInstanceOf(OdpMemoryRegion.class);
        assertThat(register(new MrRequest(0, WHOLE, 0, LOCAL_WRITE | ON_DEMAND)))
                .isEqualTo(Errno.OK);
        assertThat(((QueuePair) q).region(0)).isInstanceOf(ImplicitRegion.class);
        assertThat(m.deviceWrite(q, BUF + 3, 4)).isEqualTo(Errno.OK);
        assertThat(m.read(a, BUF + 3)).isEqualTo(4);
        assertThat(q.reachable()).as("by the newest key").isEqualTo(1);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(a.mm().pinnedPages()).isZero();
        assertThat(a.mm().notifiers().intervals()).isEmpty();
    }

    @Test
    void aRegionOfBytesCoversTheirPages() {
        boot("6.1");
        long last = BUF * PAGE + PAGE - 1;
        assertThat(register(new MrRequest(last, 2, last, LOCAL_WRITE))).isEqualTo(Errno.OK);
        assertThat(a.mm().pinnedPages()).as("one byte in each of two").isEqualTo(2);
    }

    @Test
    void onlyAnRdmaRowHasTheseCalls() {
        boot("6.1");
        assertThatThrownBy(() -> Verbs.of(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> verbs.lkey(q, BUF)).isInstanceOf(IllegalArgumentException.class);
    }

    // Ranges

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.20, EINVAL", "5.4, EINVAL", "7.0, EOVERFLOW"})
    void aRangeThatOverflowsIsRefused(String version, Errno onDemand) {
        boot(version);
        MrRequest pinned = new MrRequest(-PAGE, 2 * PAGE, -PAGE, LOCAL_WRITE);
        assertThat(register(pinned)).isEqualTo(Errno.EINVAL);
        assertThat(register(new MrRequest(-PAGE, 2 * PAGE, -PAGE, LOCAL_WRITE | ON_DEMAND)))
                .isEqualTo(onDemand);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"5.5, EOVERFLOW", "5.8, EOVERFLOW", "5.10, EOVERFLOW"})
    @Tag("unverified")
    void onDemandOverflowHasItsOwnErrnoFromTheIntervalNotifierOn(String version, Errno onDemand) {
        boot(version);
        // UNVERIFIED: which kernel was the first.
        assertThat(register(new MrRequest(-PAGE, 2 * PAGE, -PAGE, ON_DEMAND))).isEqualTo(onDemand);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void noPageIsEinval(KernelVersion version) {
        boot(version);
        assertThat(register(new MrRequest(BUF * PAGE, 0, BUF * PAGE, LOCAL_WRITE)))
                .isEqualTo(Errno.EINVAL);
        assertThat(register(new MrRequest(BUF * PAGE, 0, BUF * PAGE, ON_DEMAND)))
                .isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void anAbsurdLengthOnDemandIsEnomem(KernelVersion version) {
        boot(version);
        assertThat(register(MrRequest.ofPages(0, RegisterOdpRegion.MAX_PAGES + 1, ON_DEMAND)))
                .isEqualTo(Errno.ENOMEM);
    }

    // Huge pages

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.20, EINVAL", "5.4, EINVAL", "6.18, OK"})
    void hugetlbOfOrdinaryMemoryIsRefusedAtRegistrationOrAtTheFault(String version, Errno registered) {
        boot(version);
        assertThat(register(LOCAL_WRITE | ON_DEMAND | HUGETLB)).isEqualTo(registered);
        if (registered.ok()) {
            assertThat(m.deviceWrite(q, BUF, 1)).isEqualTo(Errno.EFAULT);
            assertThat(((QueuePair) q).pageFault().cause()).isEqualTo(Errno.EINVAL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"5.8, EINVAL", "5.10, OK"})
    @Tag("unverified")
    void hugetlbIsLookedAtByTheFaultFromHmmOn(String version, Errno registered) {
        boot(version);
        // UNVERIFIED: which kernel was the first.
        assertThat(register(LOCAL_WRITE | ON_DEMAND | HUGETLB)).isEqualTo(registered);
    }

    @Test
    void aTransparentHugePageIsLargeEnoughForIt() {
        boot("6.18");
        long huge = 0x20000;
        m.mmap(a, huge, 512, Vma.READ | Vma.WRITE | Vma.HUGEPAGE);
        m.write(a, huge, 1);
        assertThat(register(MrRequest.ofPages(huge, 512, LOCAL_WRITE | ON_DEMAND | HUGETLB)))
                .isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(q, huge + 9, 2)).isEqualTo(Errno.OK);
        assertThat(m.read(a, huge + 9)).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void hugetlbOfTheWholeAddressSpaceIsEinval(KernelVersion version) {
        boot(version);
        assertThat(register(new MrRequest(0, WHOLE, 0, LOCAL_WRITE | ON_DEMAND | HUGETLB)))
                .isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void theWholeAddressSpacePinnedIsJustAnOverflow(KernelVersion version) {
        boot(version);
        assertThat(register(new MrRequest(PAGE, WHOLE, PAGE, LOCAL_WRITE))).isEqualTo(Errno.EINVAL);
    }

    // The adapter

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void anAdapterWithoutPageFaultsRefusesOnDemandOnly(KernelVersion version) {
        boot(version);
        verbs.setCaps(m.device(), OdpCaps.none());
        Errno refused = version.since(6, 2) ? Errno.EOPNOTSUPP : Errno.EINVAL;
        assertThat(register(LOCAL_WRITE | ON_DEMAND)).isEqualTo(refused);
        assertThat(register(new MrRequest(0, WHOLE, 0, ON_DEMAND))).isEqualTo(refused);
        assertThat(register(LOCAL_WRITE)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest(name = "without capability {0}")
    @CsvSource({"1", "2", "3", "4"})
    void anImplicitRegionNeedsFourMoreCapabilities(int missing) {
        boot("6.1");
        verbs.setCaps(m.device(), new OdpCaps(true, missing != 1, missing != 2, missing != 3, missing != 4));
        assertThat(register(new MrRequest(0, WHOLE, 0, LOCAL_WRITE | ON_DEMAND)))
                .isEqualTo(Errno.EOPNOTSUPP);
        assertThat(register(LOCAL_WRITE | ON_DEMAND)).isEqualTo(Errno.OK);
    }

    // Whose address space

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.20, EINVAL", "7.0, EINVAL"})
    void aFaultOfADeadAddressSpaceIsToldToTheAdapterOnlyAsAnError(String version, Errno cause) {
        boot(version);
        register(LOCAL_WRITE | ON_DEMAND);
        Task b = m.fork(a, "B");
        m.exit(a);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(((QueuePair) q).pageFault().cause()).isEqualTo(cause);
        m.exit(b);
        m.checkNothingLeft();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.20, ENOMEM", "5.4, ENOMEM"})
    void anOnDemandRegionWithoutMemoryForItsNotifier(String version, Errno answer) {
        boot(version);
        // The umem and its list of pages come first.
        FailNth third = new FailNth(3);
        m.kernel().inject(third);
        assertThat(register(ON_DEMAND)).isEqualTo(answer);
        assertThat(third.failed()).contains(Allocation.NOTIFIER);
        assertThat(((QueuePair) q).region(BUF)).isNull();
        assertThat(a.mm().notifiers().intervals()).isEmpty();
        assertThat(register(ON_DEMAND)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"5.8, ENOMEM", "7.0, ENOMEM"})
    @Tag("unverified")
    void anOnDemandRegionWhoseIntervalNotifierIsNotInserted(String version, Errno answer) {
        anOnDemandRegionWithoutMemoryForItsNotifier(version, answer);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.20, OK", "5.4, OK", "7.0, OK"})
    void aChildRegistersOnDemandAndPinned(String version, Errno onDemand) {
        boot(version);
        Task b = m.fork(a, "B");
        assertThat(m.run(b, verbs.regMr(b, q, MrRequest.ofPages(BUF, 1, ON_DEMAND)))
                        .result())
                .isEqualTo(onDemand);
        assertThat(m.run(b, verbs.regMr(b, q, new MrRequest(0, WHOLE, 0, ON_DEMAND)))
                        .result())
                .isEqualTo(onDemand);
        assertThat(m.run(b, verbs.regMr(b, q, MrRequest.ofPages(BUF, 1, 0))).result())
                .isEqualTo(Errno.OK);
    }
}
