package io.github.accelbed.conformance.agent;

import org.jspecify.annotations.Nullable;

/**
 * What this machine lets the native agent do.
 *
 * @param frames whether /proc/self/pagemap shows frame numbers, which takes CAP_SYS_ADMIN
 * @param zeroPage whether a reader of untouched memory gets the zero page, as mainline has it, and not a page of its own
 * @param pinsRefused why io_uring gives no fixed buffers, so that nothing can be pinned; null if it does
 * @param readOnlyPins whether pages can be pinned for reading only, one range at a time
 * @param hugePages whether transparent huge pages can be asked for
 * @param realFiles whether files lie on a file system with storage behind it; on tmpfs a file behaves as shared memory does
 * @param holes whether pages can be taken out of such a file
 * @param ksmRefused why ksmd is not started, as without root or where it runs for others; null if it is
 * @param pool how many huge pages of 2 MiB the pool of hugetlb has for us
 * @param devices how many real devices stand ready behind VFIO
 * @param iommufd whether they can be had by iommufd, too
 * @param uacce how many devices uacce has, with a driver that was made for the agent
 * @param mdevs how many mediated devices can be created
 * @param adapter how many queues an RDMA adapter has for us; 0 if there is none
 * @param onDemand whether that adapter follows the page table of a process
 */
public record AgentAbilities(
        boolean frames,
        boolean zeroPage,
        @Nullable String pinsRefused,
        boolean readOnlyPins,
        boolean hugePages,
        boolean realFiles,
        boolean holes,
        @Nullable String ksmRefused,
        int pool,
        int devices,
        boolean iommufd,
        int uacce,
        int mdevs,
        int adapter,
        boolean onDemand) {}
