package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_read_fault}, {@code do_cow_fault} and {@code do_shared_fault} (mm/memory.c): an entry of file-backed (or shmem)
 * memory is missing. No notifier fires: no secondary mapping can exist of an empty entry. Page cache reads cost as a minor
 * fault; storage latency is left out. Behind the end of the file it is a SIGBUS. A huge page of shmem is mapped as a whole ({@code do_set_pmd}) if no table of
 * small entries is in the way. A page that is moved, written out or made huge is waited for, as its lock is held; so
 * is the end of a hole that is being punched.
 */
final class DoFault extends FaultHandler<DoFault> {
    private static final Program<DoFault> STEPS = Program.<DoFault>of("do_fault")
            .cpu("vm_ops->fault", Cost.CPU_MINOR_FAULT, (o, a) -> o.find())
            .waits()
            .cpu("finish_fault", Cost.INCLUDED, underPtl((o, a) -> o.install()))
            .waits()
            .build();

    @Frames(Frames.Form.NUMBER)
    private int cached;

    @Frames(Frames.Form.NUMBER)
    private int frame;

    DoFault(Cpu cpu, HandleMmFault vmf) {
        super(STEPS, cpu, vmf);
    }

    private void putPages(PhysicalMemory memory) {
        memory.put(cached, 1);
        if (frame != cached) {
            memory.put(frame, 1);
        }
    }

    private boolean cow() {
        return vmf.write() && !vmf.vma().is(Vma.SHARED);
    }

    private int find() {
        Vma vma = vmf.vma();
        FileMapping mapping = vma.mapping();
        PhysicalMemory memory = cpu.mm().memory();
        if (mapping != null && vma.index(vmf.vpn()) >= mapping.size()) {
            return fail(Errno.SIGBUS);
        }
        if (mapping != null
                && (mapping.isLocked(memory, vma.index(vmf.vpn()))
                        || mapping.waitsForHole(vma.index(vmf.vpn()), vmf.write()))) {
            return Flow.BLOCKED;
        }
        cached = mapping == null ? PhysicalMemory.NONE : mapping.findOrRead(memory, vma, vmf.vpn());
        if (cached == PhysicalMemory.NONE) {
            return fail(Errno.ENOMEM);
        }
        memory.get(cached, 1);
        frame = cached;
        if (cow()) {
            vma.prepareAnonVma();
            frame = memory.allocFor(vma);
            if (frame == PhysicalMemory.NONE) {
                memory.put(cached, 1);
                return fail(Errno.ENOMEM);
            }
            memory.copy(cached, frame);
        }
        return Flow.NEXT;
    }

    /** Truncation waits for the lock of a page that is being mapped; here the fault looks again. */
    private boolean stillCached() {
        FileMapping mapping = vmf.vma().mapping();
        return mapping != null && mapping.page(vmf.vma().index(vmf.vpn())) == cached;
    }

    /** Not for a private copy, nor for one that is wanted: that is made of a small entry. */
    private boolean mapsHuge() {
        ScanResult pmd = vmf.mm().findPmd(vmf.vpn());
        return cpu.mm().memory().isCompound(cached)
                && !cow()
                && !vmf.unshare()
                && fits(vmf.vma(), vmf.vpn())
                && (pmd == ScanResult.PMD_NONE || pmd == ScanResult.PMD_NULL);
    }

    /** {@code thp_vma_suitable_order}: whether the 2 MiB around a page lie in the area, and aligned in the file. */
    static boolean fits(Vma vma, long vpn) {
        long first = vpn & -PhysicalMemory.HUGE_PAGES;
        return first >= vma.start()
                && first + PhysicalMemory.HUGE_PAGES <= vma.end()
                && (vma.index(vpn) - vpn) % PhysicalMemory.HUGE_PAGES == 0;
    }

    private static void noteTable(MmStruct mm, Vma vma, long vpn) {
        FileMapping mapping = vma.mapping();
        if (mapping != null && mapping.collapses()) {
            mm.addTable(vpn);
        }
    }

    /** {@code do_set_pmd}: shared memory without dirty tracking is writable from the beginning, if its area is. */
    static void setHugePmd(PhysicalMemory memory, MmStruct mm, Vma vma, long vpn, int frame, long flags) {
        long rights = vma.is(Vma.SHARED) && vma.is(Vma.WRITE) ? Pte.WRITE : 0;
        rights |= vma.is(Vma.READ) ? 0 : Pte.PROT_NONE;
        int head = memory.head(frame);
        memory.mapHuge(head);
        mm.pageTable().setHugePmd(vpn, Pte.of(head, Pte.PRESENT | Pte.ACCESSED | rights | flags));
    }

    private int install() {
        MmStruct mm = vmf.mm();
        PhysicalMemory memory = cpu.mm().memory();
        if (vmf.pte() == 0 && stillCached()) {
            long flags = Pte.PRESENT | Pte.ACCESSED | (vmf.write() ? vmf.maybeMkwrite() | Pte.DIRTY : 0);
            if (cow()) {
                memory.setAnon(frame);
                memory.setExclusive(frame, cpu.mm().cowRules().tracksAnonExclusive());
            }
            if (mapsHuge()) {
                setHugePmd(memory, mm, vmf.vma(), vmf.vpn(), cached, flags & (Pte.WRITE | Pte.DIRTY));
            } else {
                memory.map(frame);
                mm.pageTable().set(vmf.vpn(), Pte.of(frame, flags));
                noteTable(mm, vmf.vma(), vmf.vpn());
            }
        } else {
            vmf.retry();
        }
        putPages(memory);
        return Flow.DONE;
    }
}
