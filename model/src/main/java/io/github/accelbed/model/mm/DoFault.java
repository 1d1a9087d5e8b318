package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_read_fault}, {@code do_cow_fault} and {@code do_shared_fault} (mm/memory.c): an entry of file-backed (or shmem)
 * memory is missing. No notifier fires: no secondary mapping can exist of an empty entry. Page cache reads cost as a minor
 * fault; storage latency is left out. Behind the end of the file it is a SIGBUS.
 */
final class DoFault extends FaultHandler<DoFault> {
    private static final Program<DoFault> STEPS = Program.<DoFault>of("do_fault")
            .cpu("vm_ops->fault", Cost.CPU_MINOR_FAULT, (o, a) -> o.find())
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

    private int install() {
        MmStruct mm = vmf.mm();
        PhysicalMemory memory = cpu.mm().memory();
        if (vmf.pte() == 0 && stillCached()) {
            long flags = Pte.PRESENT | Pte.ACCESSED | (vmf.write() ? vmf.maybeMkwrite() | Pte.DIRTY : 0);
            if (cow()) {
                memory.setAnon(frame);
                memory.setExclusive(frame, cpu.mm().cowRules().tracksAnonExclusive());
            }
            memory.map(frame);
            mm.pageTable().set(vmf.vpn(), Pte.of(frame, flags));
        } else {
            vmf.retry();
        }
        putPages(memory);
        return Flow.DONE;
    }
}
