package io.github.accelbed.scenario.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Calls that the contracts take alone, each behind what it needs: steps that few rows have, and kinds of memory that others have no use for.
 *
 * @param setting what was done before
 * @param calls what is killed, or fails
 */
record SingleCalls(List<String> setting, List<Call> calls) {
    private static final SingleCalls MEMORY = new SingleCalls(
            List.of(
                    "A: mmap buf 2 shared memfd M",
                    "A: write buf 1",
                    "A: write buf[1] 2",
                    "A: mmap zone 1 movable",
                    "A: write zone 1",
                    "A: mmap area 1 cma",
                    "A: write area 1",
                    "A: mmap pool 512 hugetlb",
                    "A: write pool 1",
                    "A: mmap untouched 512 hugetlb",
                    "A: fork C"),
            Call.all(
                    "A: truncate M 1",
                    "A: truncate M 3",
                    "A: madvise buf remove",
                    "A: exec keeping buf",
                    "A: mmap new 1 movable",
                    "A: mmap more 512 hugetlb",
                    "A: mmap other 1 shared memfd N",
                    "A: write pool 3",
                    "A: write untouched 3",
                    "A: madvise pool dontneed",
                    "A: munmap pool",
                    "A: pin p buf rw longterm",
                    "A: pin p zone rw longterm",
                    "A: pin p area rw longterm",
                    "A: pin p pool rw longterm",
                    "A: fork D",
                    "root: clear-refs A"));

    /** Pages of the same contents, before and after they were merged, and what becomes a huge page. */
    private static final SingleCalls MERGED = new SingleCalls(
            List.of(
                    "A: mmap same 2",
                    "A: write same[0] 5",
                    "A: write same[1] 5",
                    "A: madvise same mergeable",
                    "root: ksm",
                    "A: mmap twins 2",
                    "A: write twins[0] 6",
                    "A: write twins[1] 6",
                    "A: madvise twins mergeable",
                    "A: mmap pieces 512 huge",
                    "A: write pieces 1",
                    "A: madvise pieces[0] dontneed",
                    "A: fork C"),
            Call.all(
                    "root: ksm",
                    "A: write same[0] 7",
                    "A: pin p same rw longterm",
                    "A: mremap same moved",
                    "A: madvise same unmergeable",
                    "C: madvise same unmergeable",
                    "A: madvise pieces collapse",
                    "root: khugepaged A pieces"));

    private static final List<String> QUEUE =
            List.of("A: mmap buf 1", "A: write buf 1", "A: open q", "A: map q buf rw");

    private static final List<String> BOUND = with(QUEUE, "A: fork B", "A: bind q of B");

    private static final List<String> REGION =
            List.of("A: mmap buf 1", "A: open q", "A: region q mmio", "A: fork C", "C: touch q mmio");

    static List<SingleCalls> all() {
        return List.of(
                MEMORY,
                MERGED,
                new SingleCalls(QUEUE, Call.all("A: rereg q buf ro", "A: submit q read buf", "A: unmap q buf vaddr")),
                new SingleCalls(with(QUEUE, "A: unmap q buf vaddr"), Call.all("A: map q buf vaddr")),
                new SingleCalls(QUEUE, Call.all("A: region q mmio", "A: mremap q mmio")),
                new SingleCalls(with(QUEUE, "A: fork B"), Call.all("A: bind q of B", "A: bind q of A")),
                new SingleCalls(BOUND, Call.all("A: call q VFIO_IOMMU_UNBIND", "A: exit", "A: close q")),
                new SingleCalls(REGION, Call.all("A: unregion q mmio", "A: close q", "root: unplug accel", "A: exit")),
                new SingleCalls(List.of("root: create-mdev m on accel"), Call.all("A: open q of m")),
                new SingleCalls(List.of(), Call.all("root: create-mdev m on accel")),
                new SingleCalls(
                        List.of("A: fork M", "A: lease q from M"),
                        Call.all("root: release q at M", "A: lease p from M")));
    }

    private static List<String> with(List<String> setting, String... more) {
        List<String> all = new ArrayList<>(setting);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
