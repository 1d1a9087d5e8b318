package io.github.accelbed.odp;

import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.MmuIntervalNotifier;
import io.github.accelbed.model.mm.Pte;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The books of an RDMA row, and its safety properties. */
final class RdmaChecks {
    /** Entries of the adapter that map another page than the CPU's table, or with more right. */
    static final String MIRROR_STALE = "mirror-stale";

    /** Entries of the adapter that map pages of an address space that has ended. */
    static final String DEAD_MM_REACHABLE = "dead-mm-reachable";

    private RdmaChecks() {}

    static Map<String, Long> safety(RdmaAccess access) {
        long stale = 0;
        long dead = 0;
        for (UverbsContext context : access.contexts()) {
            for (OdpMemoryRegion umem : umems(context)) {
                if (!access.kernel().mm().mms().contains(umem.mm())) {
                    dead += umem.present();
                } else if (!umem.mm().notifiers().invalidating()) {
                    stale += stale(umem);
                }
            }
        }
        Map<String, Long> violations = new TreeMap<>();
        if (stale > 0) {
            violations.put(MIRROR_STALE, stale);
        }
        if (dead > 0) {
            violations.put(DEAD_MM_REACHABLE, dead);
        }
        return violations;
    }

    private static List<OdpMemoryRegion> umems(UverbsContext context) {
        return context.regions().stream()
                .flatMap(region -> region.umems().stream())
                .toList();
    }

    private static long stale(OdpMemoryRegion umem) {
        long count = 0;
        for (long vpn = umem.nextPresent(umem.start(), umem.end());
                vpn >= 0;
                vpn = umem.nextPresent(vpn + 1, umem.end())) {
            long entry = umem.entry(vpn);
            long pte = umem.mm().pageTable().walk(vpn);
            boolean same = Pte.grants(pte, Pte.writable(entry)) && Pte.frame(pte) == Pte.frame(entry);
            count += same ? 0 : 1;
        }
        return count;
    }

    static void integrity(RdmaAccess access, IntegrityReport report) {
        for (Device device : access.devices()) {
            queues(access.contexts(device), device, report);
        }
        for (UverbsContext context : access.contexts()) {
            String name = context.file().name();
            report.require(!context.released() && !context.file().released(), name + " is listed but was released");
            umems(context).forEach(umem -> umem(umem, report));
            for (MemoryRegion region : context.regions()) {
                if (region instanceof PinnedMemoryRegion pinned) {
                    long pages = pinned.lost() ? 0 : pinned.end() - pinned.start();
                    report.expect("pages charged for a region", pages, pinned.chargedPages());
                    report.expect("pages pinned for a region", pinned.chargedPages(), pinned.present());
                } else if (region instanceof ImplicitRegion implicit) {
                    long faults = context.queuePairs().stream()
                            .filter(queue -> queue.pageFault().uses(implicit))
                            .count();
                    report.expect(
                            "faults and prefetches that use an implicit key",
                            faults + implicit.prefetches(),
                            implicit.users());
                }
            }
            report.require(context.regions().containsAll(context.handles()), "a handle of " + name + " has no region");
            for (KeyTable.Key key : context.keys().all()) {
                report.require(context.regions().contains(key.region()), "a key of " + name + " has no region");
            }
        }
        for (MmStruct mm : access.kernel().mm().mms()) {
            for (MmuIntervalNotifier notifier : mm.notifiers().intervals()) {
                if (notifier instanceof OdpMemoryRegion umem && umem.context().access() == access) {
                    UverbsContext context = umem.context();
                    report.require(
                            access.contexts().contains(context)
                                    && umems(context).contains(umem),
                            "a notifier of " + mm.name() + " outlived its region");
                }
            }
        }
    }

    private static void queues(List<UverbsContext> contexts, Device device, IntegrityReport report) {
        List<HwQueue> held = new ArrayList<>();
        for (UverbsContext context : contexts) {
            for (QueuePair queue : context.queuePairs()) {
                held.add(queue.hardware());
            }
        }
        report.expect("hardware queues of " + device.name(), device.live().size(), held.size());
        report.require(device.live().containsAll(held), "a queue pair of " + device.name() + " has no hardware queue");
    }

    private static void umem(OdpMemoryRegion umem, IntegrityReport report) {
        report.expect("entries of a region", umem.count(umem.start(), umem.end()), umem.present());
        report.require(umem.mm().notifiers().intervals().contains(umem), "a region has no notifier");
        long faults = umem.context().queuePairs().stream()
                .filter(queue -> queue.pageFault().uses(umem))
                .count();
        report.expect("faults and prefetches that use a key", faults + umem.prefetches(), umem.users());
        report.require(umem.users() > 0 || umem.umemMutex().free(), "umem_mutex was left taken");
    }
}
