package io.github.accelbed.model.access;

/**
 * What a row does by design that the plain row does not: one whose clients have a queue each, with what they map themselves, until they
 * give it back. The contract test holds each row to what it says of itself.
 */
public enum RowTrait {
    /** Mainline of this release does not run it: it was posted only, or in part, or comes later, or has been dropped. */
    OUT_OF_TREE("mainline does not run it"),

    /** One process at a time; a second one's open answers EBUSY. */
    SERVES_ONE_PROCESS("a device serves one process at a time"),

    /** One queue of a device at a time; a second open answers EBUSY, whoever makes it. */
    OPENS_ONCE("a device can be open once"),

    /** One client more takes nothing from the next: what the device has is free whoever has it open. */
    SHARES_QUEUES("clients share what the device has"),

    /** No range can be mapped through a second queue of the same process. */
    SHARES_MAPPINGS("the queues of a process share its mappings"),

    /** The device finds memory at addresses that are not the process's. */
    OWN_ADDRESSES("the kernel chooses the device's addresses"),

    /** A child has a hole where the buffer was, and the memory goes with the queue. */
    MAP_REPLACES_MEMORY("map puts the kernel's memory in the buffer's place"),

    /** The process's own areas decide what the device may reach, whatever is mapped. */
    RIGHTS_OF_PROCESS("the device may what the process may, mapped or not"),

    /** An instance (an mdev) without a client counts as leaked, since only root gives its queue back, but is free for the next client. */
    INSTANCE_OUTLIVES_CLIENT("an instance stays when its client has gone"),

    /** A descriptor may outlive the address space that it was opened in; its queue does not. */
    QUEUE_ENDS_WITH_MM("a queue ends with the address space that opened it"),

    /** A failed open may leave it; it goes back when the mm is destroyed. */
    PASID_STAYS_WITH_MM("a PASID, once given, stays with the address space"),

    /** A child of fork sees what the device writes until one of them copies. */
    CHILD_SHARES_PINNED_PAGES("fork shares the pages that the device has pinned"),

    /** {@link Access#safetyViolations} are not always none. */
    MAY_BREAK_SAFETY("its safety properties may break");

    private final String text;

    RowTrait(String text) {
        this.text = text;
    }

    /**
     * The trait in words.
     *
     * @return a clause
     */
    public String text() {
        return text;
    }
}
