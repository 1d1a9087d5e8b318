package io.github.accelbed.uacce.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Ablation;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.mm.NotifierRules;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.uacce.UacceBackend;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes CAPI another thing than SVA behind an IOMMU: no table, no command, no notifier, and still never a stale page. */
class CapiTest {
    private static final String KERNELS = "io.github.accelbed.model.access.AccessContractTest#kernels";
    private static final long BUF = 0x100;

    private TestMachine m;
    private Task a;
    private AccessQueue q;

    private void boot(AccessBackend backend, KernelVersion version, KernelConfig config) {
        m = new TestMachine(backend, version, 2, config);
        a = m.task("A");
        m.mmap(a, BUF, 4);
        m.write(a, BUF, 1);
        q = m.open(a, "q");
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void theDeviceFollowsForkCopyAndUnmapWithoutAnyNotifier(KernelVersion version) {
        boot(new CapiBackend(), version, TestMachine.config());
        assertThat(a.mm().notifiers().isEmpty()).isTrue();
        assertThat(m.kernel().iommu().bindings()).isEmpty();
        m.fork(a, "B");
        m.write(a, BUF, 2);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(2);
        assertThat(q.invalidations()).as("broadcasts of fork and copy").isEqualTo(2);
        m.munmap(a, BUF, 1);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(q.engine().stale()).isZero();
        assertThat(m.kernel().iommu().iotlb().misses()).isZero();
    }

    /** Without being told the IOMMU's cache goes stale; the CPU's broadcast is nothing that can be left out. */
    @Test
    void theAblationThatMakesSvaStaleDoesNotTouchCapi() {
        KernelConfig untold = TestMachine.config().without(List.of(new Untold()));
        boot(new UacceBackend(), KernelVersion.parse("6.1"), untold);
        m.fork(a, "B");
        m.write(a, BUF, 2);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        assertThat(q.engine().stale()).isEqualTo(1);
        boot(new CapiBackend(), KernelVersion.parse("6.1"), untold);
        m.fork(a, "B");
        m.write(a, BUF, 2);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(2);
        assertThat(q.engine().stale()).isZero();
    }

    /** The one difference in the price of a fork: nobody waits for a queued invalidation. */
    @Test
    void aForkIsCheaperThanUnderSvaByOneInvalidation() {
        boot(new CapiBackend(), KernelVersion.parse("6.1"), TestMachine.config());
        long capi = forkPs();
        boot(new UacceBackend(), KernelVersion.parse("6.1"), TestMachine.config());
        assertThat(forkPs() - capi).isEqualTo(m.kernel().machine().costs().ps(Cost.IOTLB_INVALIDATION));
    }

    private long forkPs() {
        long before = m.kernel().machine().clock().nowPs();
        m.fork(a, "B");
        return m.kernel().machine().clock().nowPs() - before;
    }

    @Test
    void anAddressIsWalkedOnceAndThenInTheCache() {
        boot(new CapiBackend(), KernelVersion.parse("6.1"), TestMachine.config());
        m.deviceWrite(q, BUF + 1, 1);
        long before = m.kernel().machine().clock().nowPs();
        m.deviceWrite(q, BUF + 1, 2);
        long hit = m.kernel().machine().clock().nowPs() - before;
        m.madvise(a, BUF + 1, 1, Madvise.Advice.DONTNEED);
        m.write(a, BUF + 1, 3);
        before = m.kernel().machine().clock().nowPs();
        assertThat(m.deviceWrite(q, BUF + 1, 4)).isEqualTo(Errno.OK);
        long miss = m.kernel().machine().clock().nowPs() - before;
        assertThat(miss - hit).isEqualTo(m.kernel().machine().costs().ps(Cost.CAPI_ERAT_MISS));
    }

    /** The descriptor outlives the address space in a child: there is nothing left to walk. */
    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aContextOfADeadAddressSpaceReachesNothing(KernelVersion version) {
        boot(new CapiBackend(), version, TestMachine.config());
        Task b = m.fork(a, "B");
        m.exit(a);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EFAULT);
        assertThat(q.reachable() + q.mappable()).isZero();
        assertThat(m.access().freeQueues(m.device())).isEqualTo(1);
        m.exit(b);
        m.checkNothingLeft();
    }

    /** Leaves out the invalidations of the IOMMU's TLB. */
    private record Untold() implements Ablation {
        @Override
        public String name() {
            return "iotlb-invalidation";
        }

        @Override
        public String title() {
            return "the IOMMU's TLB is not told";
        }

        @Override
        public <R> R apply(Class<R> kind, R original) {
            if (kind != NotifierRules.class) {
                return original;
            }
            return kind.cast(Proxy.newProxyInstance(
                    kind.getClassLoader(),
                    new Class<?>[] {kind},
                    (proxy, method, arguments) -> method.getName().equals("invalidatesSecondaryTlbs")
                            ? (Object) false
                            : method.invoke(original, arguments)));
        }
    }
}
