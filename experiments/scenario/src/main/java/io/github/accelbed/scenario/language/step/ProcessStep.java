package io.github.accelbed.scenario.language.step;

/** A step of a process: its own system calls and CPU accesses. */
public sealed interface ProcessStep extends Step
        permits Mmap,
                Munmap,
                Mremap,
                Mprotect,
                Madvise,
                CpuRead,
                CpuWrite,
                Fork,
                Vfork,
                CloneVm,
                Exec,
                Exit,
                Kill,
                OpenQueue,
                LeaseQueue,
                CloseQueue,
                DupQueue,
                MapRange,
                UnmapRange,
                StartQueue,
                PutQueue,
                MapRegion,
                UnmapRegion,
                TouchRegion,
                BindQueue,
                Pin,
                Get,
                Unpin {

    /**
     * Who acts.
     *
     * @return the acting process, with a capital first letter
     */
    String process();

    @Override
    default String actor() {
        return process();
    }
}
