package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.uacce.idxd.IdxdSwqBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What SVA costs inside a guest: the host pins everything, walks are nested, faults and invalidations cross twice. */
class VsvaTest {
    private static final String KERNELS = "io.github.accelbed.model.access.AccessContractTest#kernels";
    private static final long BUF = 0x100;

    private TestMachine m;
    private Task a;
    private AccessQueue q;

    private void boot(AccessBackend backend, KernelVersion version) {
        m = new TestMachine(backend, version, 2, TestMachine.config().withSizes(16, 4096, 16));
        a = m.task("A");
        m.mmap(a, BUF, 4);
        m.write(a, BUF, 1);
        q = m.open(a, "q");
    }

    private void boot(AccessBackend backend) {
        boot(backend, KernelVersion.parse("6.18"));
    }

    private long timeOf(Runnable call) {
        long before = m.kernel().machine().clock().nowPs();
        call.run();
        return m.kernel().machine().clock().nowPs() - before;
    }

    private long price(Cost cost) {
        return m.kernel().machine().costs().ps(cost);
    }

    /** 4096 pages of guest memory, used or not; the guest's own process pays nothing. */
    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void theWholeGuestIsPinnedAndChargedToTheVmm(KernelVersion version) {
        boot(new VsvaBackend(), version);
        Task vmm = ((GuestPlatform) ((UacceAccess) m.access()).driver().platform()).vmm();
        assertThat(vmm.mm().lockedPages()).isEqualTo(4096);
        assertThat(a.mm().lockedPages()).isZero();
        assertThat(m.kernel().mm().memory().used()).isLessThan(4096);
        m.exit(vmm);
        assertThat(vmm.mm().lockedPages()).isZero();
    }

    @Test
    void theDeviceFollowsTheGuestProcessThroughForkAndCopy() {
        boot(new VsvaBackend());
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        m.fork(a, "B");
        m.write(a, BUF, 2);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(2);
        assertThat(q.engine().stale()).isZero();
        assertThat(q.invalidations()).as("guest and host, for fork and copy").isEqualTo(4);
    }

    @Test
    void anInvalidationIsWaitedForTwice() {
        boot(new UacceBackend());
        long bare = timeOf(() -> m.fork(a, "B"));
        boot(new VsvaBackend());
        assertThat(timeOf(() -> m.fork(a, "B")) - bare).isEqualTo(price(Cost.IOTLB_INVALIDATION));
    }

    @Test
    void aWalkIsNestedAndAHitIsNot() {
        boot(new UacceBackend());
        long bareMiss = timeOf(() -> m.deviceRead(q, BUF));
        long bareHit = timeOf(() -> m.deviceRead(q, BUF));
        boot(new VsvaBackend());
        assertThat(timeOf(() -> m.deviceRead(q, BUF)) - bareMiss)
                .isEqualTo(price(Cost.NESTED_IOTLB_MISS) - price(Cost.IOTLB_MISS));
        assertThat(timeOf(() -> m.deviceRead(q, BUF))).isEqualTo(bareHit);
    }

    @Test
    void aFaultCostsWhatAGuestsPageRequestDoes() {
        boot(new VsvaBackend());
        assertThat(timeOf(() -> m.deviceWrite(q, BUF + 1, 1))).isGreaterThan(price(Cost.GUEST_PAGE_REQUEST_FAULT));
        assertThat(q.engine().faults()).isEqualTo(1);
    }

    @Test
    void theHostStopsToInvalidateWithTheLastUnbind() {
        boot(new VsvaBackend());
        AccessQueue r = m.open(a, "r");
        m.close(a, q);
        assertThat(a.mm().notifiers().isEmpty()).isFalse();
        m.close(a, r);
        assertThat(a.mm().notifiers().isEmpty()).isTrue();
    }

    /** The other driver binds the same process, so it uses the same bind, for which the host has nothing to do. */
    @Test
    void anotherDriversUseOfTheBindIsNotTheHosts() {
        boot(new VsvaBackend());
        Access other = new IdxdSwqBackend().on(m.kernel());
        OpenOperation<?> open = other.open(a, m.kernel().addDevice("nic", 1), OpenOptions.named("n"));
        assertThat(m.run(a, open).result()).isEqualTo(Errno.OK);
        assertThat(a.mm().notifiers().size()).as("guest and host").isEqualTo(2);
        m.close(a, q);
        assertThat(a.mm().notifiers().size()).as("guest only").isEqualTo(1);
        m.check();
        q = m.open(a, "r");
        m.run(a, open.queue().close(a, false));
        assertThat(a.mm().notifiers().size()).as("guest and host").isEqualTo(2);
        m.close(a, q);
        assertThat(a.mm().notifiers().size()).isZero();
        m.check();
    }
}
