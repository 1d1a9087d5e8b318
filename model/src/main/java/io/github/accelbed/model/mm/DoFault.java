package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code do_read_fault}, {@code do_cow_fault} and {@code do_shared_fault} (mm/memory.c): an entry of file-backed (or shmem)
 * memory is missing. No notifier fires: no secondary mapping can exist of an empty entry. Page cache reads cost as a minor
 * fault; storage latency is left out.
 */
final class DoFault extends Operation<DoFault> {
    private static final Program<DoFault> STEPS = Program.<DoFault>of("do_fault")
            .cpu("vm_ops->fault", Cost.CPU_MINOR_FAULT, (o, a) -> o.find())
            .cpu("finish_fault", Cost.INCLUDED, (o, a) -> o.install(a))
            .build();

    private final Cpu cpu;
    private final HandleMmFault vmf;

    @Frames(Frames.Form.NUMBER)
    private int cached;

    @Frames(Frames.Form.NUMBER)
    private int frame;

    private boolean held;

    DoFault(Cpu cpu, HandleMmFault vmf) {
        super(STEPS);
        this.cpu = cpu;
        this.vmf = vmf;
    }

    @Override
    protected void begin() {
        held = false;
    }

    @Override
    protected void abandoned() {
        if (held) {
            putPages(cpu.mm().memory());
        }
    }

    private void putPages(PhysicalMemory memory) {
        memory.put(cached, 1);
        if (frame != cached) {
            memory.put(frame, 1);
        }
        held = false;
    }

    private boolean cow() {
        return vmf.write() && !vmf.vma().is(Vma.SHARED);
    }

    private int find() {
        Vma vma = vmf.vma();
        FileMapping mapping = vma.mapping();
        PhysicalMemory memory = cpu.mm().memory();
        cached = mapping == null ? PhysicalMemory.NONE : mapping.findOrRead(memory, vma.index(vmf.vpn()));
        if (cached == PhysicalMemory.NONE) {
            vmf.failed(Errno.ENOMEM);
            return Flow.DONE;
        }
        memory.get(cached, 1);
        frame = cached;
        if (cow()) {
            vma.prepareAnonVma();
            frame = memory.alloc();
            if (frame == PhysicalMemory.NONE) {
                memory.put(cached, 1);
                vmf.failed(Errno.ENOMEM);
                return Flow.DONE;
            }
            memory.copy(cached, frame);
        }
        held = true;
        return Flow.NEXT;
    }

    private int install(Actor actor) {
        MmStruct mm = vmf.mm();
        if (mm.ptl().heldByOther(actor)) {
            return Flow.BLOCKED;
        }
        PhysicalMemory memory = cpu.mm().memory();
        if (vmf.pte() == 0) {
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
