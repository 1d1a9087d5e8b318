package io.github.accelbed.scenario.language.step;

/**
 * One method for each kind of step.
 *
 * @param <R> what the methods return
 */
public interface StepVisitor<R> {

    /**
     * {@code mmap} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Mmap step);

    /**
     * {@code munmap} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Munmap step);

    /**
     * {@code mremap} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Mremap step);

    /**
     * {@code mprotect} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Mprotect step);

    /**
     * {@code madvise} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Madvise step);

    /**
     * {@code read} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(CpuRead step);

    /**
     * {@code write} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(CpuWrite step);

    /**
     * {@code fork} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Fork step);

    /**
     * {@code vfork} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Vfork step);

    /**
     * {@code clone} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(CloneVm step);

    /**
     * {@code exec} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Exec step);

    /**
     * {@code exit} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Exit step);

    /**
     * {@code kill} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Kill step);

    /**
     * {@code open} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(OpenQueue step);

    /**
     * {@code lease} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(LeaseQueue step);

    /**
     * {@code close} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(CloseQueue step);

    /**
     * {@code dup} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(DupQueue step);

    /**
     * {@code map} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(MapRange step);

    /**
     * {@code unmap} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(UnmapRange step);

    /**
     * {@code start} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(StartQueue step);

    /**
     * {@code put} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(PutQueue step);

    /**
     * {@code region} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(MapRegion step);

    /**
     * {@code unregion} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(UnmapRegion step);

    /**
     * {@code touch} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(TouchRegion step);

    /**
     * {@code bind} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(BindQueue step);

    /**
     * {@code pin} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Pin step);

    /**
     * {@code get} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Get step);

    /**
     * {@code unpin} of a process.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Unpin step);

    /**
     * {@code read} of the device.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(DeviceRead step);

    /**
     * {@code write} of the device.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(DeviceWrite step);

    /**
     * {@code copy} of the device.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(DeviceCopy step);

    /**
     * {@code tag} of a queue.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(TagQueue step);

    /**
     * {@code read} of a page reference.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(ReferenceRead step);

    /**
     * {@code write} of a page reference.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(ReferenceWrite step);

    /**
     * {@code create-mdev} of root.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(CreateMdev step);

    /**
     * {@code remove-mdev} of root.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(RemoveMdev step);

    /**
     * {@code isolate} of root.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Isolate step);

    /**
     * {@code plug} of root.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Plug step);

    /**
     * {@code unplug} of root.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Unplug step);

    /**
     * {@code swapout} of root.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(SwapOut step);

    /**
     * {@code migrate} of root.
     *
     * @param step the step
     * @return what the visitor makes of it
     */
    R visit(Migrate step);

    /**
     * {@code count} of root.
     *
     * @param step the step
     * @return the visitor's result
     */
    R visit(Count step);
}
