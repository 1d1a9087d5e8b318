package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * What an era of uacce does: its errno table, its locks and the order of its steps.
 *
 * <p>Five eras; an answer that changed at another release says so itself:
 *
 * <ul>
 *   <li>V6, up to 5.6: the sixth posting with SVA (16 October 2019), stricter about the order of calls; never merged. Its release unbinds
 *       before it gives the queue back, one of the orders that its review found fault with (which ones exactly is UNVERIFIED).
 *   <li>P57, 5.7 alone: one {@code uacce_mm} per device and mm, whose mm_exit callback stops the queues when the mm dies.
 *   <li>P510, 5.8 to 5.19: every open binds for itself, release puts and unbinds queue by queue, and nothing happens to a queue when its
 *       mm dies.
 *   <li>P60, 6.0 to 6.18: a mutex per device for open, release, removal and all ioctls, and a check that the queue is valid.
 *   <li>P26, from 6.19 on and in stable trees ({@link io.github.accelbed.model.Fix#UACCE_PUT_ONLY_STOPS}): PUT_Q only stops the queue, which
 *       can be started again and stays taken until the file's release.
 * </ul>
 */
public interface UacceRules {
    /**
     * The rules of a kernel.
     *
     * @param version the release
     * @return mainline's
     */
    static UacceRules of(KernelVersion version) {
        return new MainlineUacceRules(version);
    }

    /**
     * The era's name.
     *
     * @return {@code V6}, {@code P57}, {@code P510}, {@code P60} or {@code P26}
     */
    String era();

    /**
     * What a reader of results must know.
     *
     * @return a sentence, or null
     */
    @Nullable
    String note();

    /**
     * The errno table.
     *
     * @param situation what happens
     * @return the answer, OK where the era allows it
     */
    Errno answer(UacceCase situation);

    /**
     * What the probe of a device answers that has its driver already ({@code bind_store} of the driver core: no device to bind up to 5.13,
     * {@code __driver_probe_device}'s check from 5.14).
     *
     * @return the errno
     */
    Errno probeOfBound();

    /**
     * What open answers when the bind fails.
     *
     * @param cause what {@code iommu_sva_bind_device} answered, with ENOSPC for want of a PASID on every kernel
     * @return the errno that reaches the process
     */
    Errno bindFailure(Errno cause);

    /**
     * Whether registration asks the IOMMU for SVA, so that HiSilicon's driver leaves no device node where there is none
     * ({@code uacce_alloc}, up to 6.15); later every open fails instead.
     *
     * @return true up to 6.15
     */
    boolean probesSva();

    /**
     * Whether poll and the driver's ioctls are kept from a queue that is none any more ({@code uacce_queue_is_valid}).
     *
     * @return true since 6.0; before, the driver is called with a queue that it has got back
     */
    boolean checksQueueIsValid();

    /**
     * The driver's ioctl that sets the ring's depth, SET_QP_INFO.
     *
     * @return true since 6.1
     */
    boolean offersQpInfo();

    /**
     * The lock of what {@link UacceDevice#listLock} guards.
     *
     * @return its name
     */
    String listLockName();

    /**
     * Whether the state of queues is guarded by a mutex of each device and one of each queue ({@code uacce->mutex}, {@code q->mutex})
     * instead of one {@code uacce_mutex} for all.
     *
     * @return true since 6.0
     */
    boolean perDeviceMutex();

    /**
     * Whether the release of a queue's file gives the queue back to the hardware; only an ablation says no.
     *
     * @return true
     */
    default boolean putsQueueAtRelease() {
        return true;
    }

    /**
     * Whether all queues of one mm on one device share one bind ({@code struct uacce_mm}).
     *
     * @return true on 5.7 (uacce 1.8, 2.1)
     */
    boolean bindsOncePerMm();

    /**
     * Whether munmap frees a region's slot. The fix is of 2023; 6.5 is UNVERIFIED, it may have been 6.4.
     *
     * @return false if a second mmap of the region answers EEXIST for ever
     */
    boolean munmapFreesRegion();

    /**
     * Whether {@code uacce_fops_release} takes the process's mmap_lock under {@code uacce_mutex}, to account for the pages of its regions.
     *
     * @return true up to 5.6
     */
    boolean accountsAtRelease();

    /**
     * Whether {@code uacce_fops_release} unbinds under {@code uacce_mutex}.
     *
     * @return true up to 5.6; later eras hold other locks over the unbind, or none
     */
    boolean unbindsUnderMutex();

    /**
     * Whether regions are VM_WIPEONFORK besides VM_DONTCOPY.
     *
     * @return true since 5.7
     */
    boolean wipesRegionsOnFork();

    /**
     * Whether hardware errors can isolate a device ({@code isolate_strategy}): e3e289fbc0b5, merged for 6.3.
     *
     * @return true if the attribute exists
     */
    boolean offersIsolation();

    /**
     * {@code uacce_register}.
     *
     * @return its steps
     */
    Program<UacceRegister> register();

    /**
     * {@code uacce_fops_open}.
     *
     * @return its steps
     */
    Program<FopsOpen> open();

    /**
     * {@code uacce_fops_release}.
     *
     * @return its steps
     */
    Program<FopsRelease> release();

    /**
     * {@code uacce_put_queue}, as release and removal call it.
     *
     * @return its steps
     */
    Program<PutHwQueue> putHwQueue();

    /**
     * {@code uacce_fops_poll}.
     *
     * @return its steps
     */
    Program<PollQueue> poll();

    /**
     * An ioctl that {@code uacce_fops_unl_ioctl} hands to the driver.
     *
     * @return its steps
     */
    Program<DriverIoctl> driverIoctl();

    /**
     * The ioctl UACCE_CMD_PUT_Q.
     *
     * @return its steps
     */
    Program<PutQueue> putQueue();

    /**
     * {@code uacce_remove}.
     *
     * @return its steps
     */
    Program<UacceRemove> remove();
}
