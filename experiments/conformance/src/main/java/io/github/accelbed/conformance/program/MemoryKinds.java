package io.github.accelbed.conformance.program;

/**
 * What kinds of memory a list of programs may use. What is false draws nothing, so that a program stays what it was when a kind is added.
 *
 * @param huge whether some buffers are of 512 pages and ask for a huge page
 * @param files whether some are of a memfd, whose length changes, which loses pages and which an exec keeps
 * @param pool how many huge pages of hugetlb one program may have
 * @param readOnlyPins whether pages are pinned for reading, one range at a time
 * @param ksm whether pages of some are merged, for which many have the same contents
 */
public record MemoryKinds(boolean huge, boolean files, int pool, boolean readOnlyPins, boolean ksm) {
    /**
     * Private and shared memory, and files of one length.
     *
     * @param huge whether some of it asks for huge pages
     * @return the kinds
     */
    public static MemoryKinds plain(boolean huge) {
        return new MemoryKinds(huge, false, 0, false, false);
    }

    /** What programs of these kinds are called. */
    String word() {
        return ksm ? "ksm" : readOnlyPins ? "read-only" : files ? "files" : "program";
    }
}
