package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.process.Task;

/**
 * {@code user_struct->locked_vm}: what iommufd charges for all processes of a user together, so many processes pin no more than one may. All
 * processes of the machine are one user's. Left out: CAP_IPC_LOCK.
 */
final class UserAccount {
    private final boolean accounts;
    private long lockedPages;

    /**
     * Nothing is charged yet.
     *
     * @param accounts whether anything ever is
     */
    UserAccount(boolean accounts) {
        this.accounts = accounts;
    }

    /** Pages of the user. */
    long lockedPages() {
        return lockedPages;
    }

    /** Charges pages that a process pinned; false if they are beyond its RLIMIT_MEMLOCK */
    boolean charge(IoptPages memory, int pages) {
        if (!accounts) {
            return true;
        }
        Task task = memory.task();
        if (lockedPages + pages > task.memlockPages()) {
            return false;
        }
        lockedPages += pages;
        memory.mm().chargePinned(pages);
        memory.charge(pages);
        return true;
    }

    /** Undoes the charge of pages that were unpinned. */
    void uncharge(IoptPages memory) {
        lockedPages -= memory.chargedPages();
        memory.mm().chargePinned(-memory.chargedPages());
        memory.charge(-memory.chargedPages());
    }
}
