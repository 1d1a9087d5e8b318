package io.github.accelbed.uacce;

import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.DeviceAccess;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MemoryManager;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.MmuNotifier;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.uacce.sva.SvaTranslator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine: the simulated kernel is the guest's, its frames are guest-physical pages, and a second stage leads from those to the
 * host's. The VMM has pinned all of them and is charged for all, since no part of the second stage may fault; a guest frame never moves, so
 * the stage is taken for the identity and its table is left out.
 *
 * <p>A fault of the device goes to the host and from there into the guest. Each invalidation of the guest's is a command that the host has
 * to give once more. Left out: the price of the exits (7 to 12 us were measured for one invalidation from a guest; here it is two of the
 * host's), RLIMIT_MEMLOCK of the VMM, which management software raises to the guest's size.
 */
final class GuestPlatform implements Platform {
    private static final Program<DeviceAccess> JOB = DeviceAccess.ring(Cost.NESTED_IOTLB_MISS);

    private static final Program<IoPageFault> FAULT = IoPageFault.steps(
            "iommu_sva_handle_mm, guest",
            "page request, injected by the host",
            Cost.GUEST_PAGE_REQUEST_FAULT,
            "page response, passed on by the host");

    /** The host's half of an invalidation, for the guest's devices that use a bind; the guest's half is the binding's own. */
    private static final class HostCommand implements MmuNotifier {
        private int users;

        @Override
        public void invalidateSecondaryTlbs(MmStruct mm, long start, long end) {
            // The entries went with the guest's half. This one is there to be waited for.
        }

        @Override
        public @Nullable Operation<?> release(MmStruct mm) {
            return null;
        }
    }

    private final Task vmm;
    private final long pages;
    private final Map<SvaBinding, HostCommand> hosts = new LinkedHashMap<>();

    GuestPlatform(Kernel kernel) {
        vmm = kernel.newTask("vmm");
        pages = kernel.config().maxFrames();
        vmm.mm().chargeLocked(pages);
    }

    /** Who pays for the guest's memory. */
    Task vmm() {
        return vmm;
    }

    @Override
    public DeviceAccess engine(MemoryManager mm, HwQueue hardware, SvaTranslator translator) {
        return new DeviceAccess(mm, hardware, translator, JOB);
    }

    @Override
    public IoPageFault fault(Cpu cpu) {
        return new IoPageFault(cpu, FAULT);
    }

    @Override
    public void bound(SvaBinding binding) {
        HostCommand host = hosts.get(binding);
        if (host == null) {
            host = new HostCommand();
            hosts.put(binding, host);
            binding.mm().notifiers().register(host);
        }
        host.users++;
    }

    @Override
    public void unbound(SvaBinding binding) {
        HostCommand host = hosts.get(binding);
        if (host != null && --host.users == 0) {
            hosts.remove(binding);
            binding.mm().notifiers().unregister(host);
        }
    }

    @Override
    public int commandsPerInvalidation() {
        return 2;
    }

    @Override
    public long hostPinned() {
        return vmm.alive() ? vmm.mm().lockedPages() : 0;
    }

    @Override
    public void check(IntegrityReport report) {
        if (vmm.alive()) {
            report.expect("pages charged to the VMM", pages, vmm.mm().lockedPages());
        }
        hosts.forEach((binding, host) ->
                report.require(host.users <= binding.users(), "the host invalidates for more than there are"));
    }
}
