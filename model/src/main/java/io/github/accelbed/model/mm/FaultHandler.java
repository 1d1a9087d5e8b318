package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.Program;

/**
 * A function below {@code handle_mm_fault}, which shares its {@code struct vm_fault}. What it answers is the fault's answer; what it could not finish
 * because the entry changed is told by {@link HandleMmFault#retry}. A SIGKILL does not end a fault.
 *
 * @param <O> the subclass itself
 */
abstract class FaultHandler<O extends FaultHandler<O>> extends PteOperation<O> {
    /** Where it runs. */
    protected final Cpu cpu;

    /** The fault. */
    protected final HandleMmFault vmf;

    FaultHandler(Program<O> program, Cpu cpu, HandleMmFault vmf) {
        super(program);
        this.cpu = cpu;
        this.vmf = vmf;
    }

    /** {@code pmdp_set_access_flags} and its like made a huge entry writable where it is; what telling of that costs is left out. */
    final void tellOfGrantedWrite() {
        if (cpu.tellsOfGrantedWrite(mm())) {
            long first = vmf.vpn() & -PhysicalMemory.HUGE_PAGES;
            cpu.invalidateSecondaryTlbs(mm(), first, first + PhysicalMemory.HUGE_PAGES);
        }
    }

    @Override
    final MmStruct mm() {
        return vmf.mm();
    }
}
