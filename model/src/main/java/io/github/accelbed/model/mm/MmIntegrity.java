package io.github.accelbed.model.mm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Recounts every mapping and reference from its holders and compares with the books of {@link PhysicalMemory}. */
public final class MmIntegrity {
    private MmIntegrity() {}

    /**
     * Checks all frames and swap slots; to be called while no operation of memory management runs.
     *
     * @param mm the memory
     * @return what is wrong, one sentence each
     */
    public static List<String> check(MemoryManager mm) {
        List<String> problems = new ArrayList<>();
        PhysicalMemory memory = mm.memory();
        int frames = memory.frames();
        int[] maps = new int[frames];
        int[] hugeMaps = new int[frames];
        int[] references = new int[frames];
        int[] swap = new int[mm.swap().slots()];
        for (MmStruct space : mm.mms()) {
            PageTable table = space.pageTable();
            for (long vpn = table.nextMapped(0, PageTable.PAGES); vpn >= 0; vpn = next(table, vpn)) {
                long pte = table.walk(vpn);
                if (space.findVma(vpn) == null) {
                    problems.add("an entry of " + space.name() + " lies in no area");
                }
                if ((pte & Pte.UFFD_WP) != 0 && (pte & Pte.WRITE) != 0) {
                    problems.add("an entry of " + space.name() + " is writable and protected by userfaultfd");
                }
                if ((pte & (Pte.HUGE | Pte.SPECIAL)) == Pte.HUGE) {
                    hugeMaps[memory.head(Pte.frame(pte))]++;
                    references[memory.head(Pte.frame(pte))]++;
                } else if (Pte.present(pte) && (pte & Pte.SPECIAL) == 0) {
                    maps[Pte.frame(pte)]++;
                    references[memory.head(Pte.frame(pte))]++;
                } else if ((pte & Pte.SWAP) != 0) {
                    swap[Pte.frame(pte)]++;
                } else if ((pte & Pte.MIGRATION) != 0) {
                    problems.add("a migration entry of " + space.name() + " was left behind");
                }
            }
            if (space.notifiers().invalidating()) {
                problems.add("an invalidation of " + space.name() + " was left open");
            }
            if (!space.mmapLock().free() || !space.ptl().free()) {
                problems.add("a lock of " + space.name() + " was left taken");
            }
        }
        references[PhysicalMemory.ZERO_PAGE]++;
        for (PageReferences held : allReferences(mm)) {
            for (int i = 0; i < held.size(); i++) {
                int frame = held.frame(i);
                if (held.counts(frame)) {
                    references[memory.head(frame)] += memory.isCompound(frame) ? 1 : held.bias();
                }
            }
        }
        for (FileMapping mapping : mm.mappings()) {
            for (int frame : mapping.frames()) {
                references[memory.head(frame)]++;
            }
        }
        compare(mm, maps, hugeMaps, references, swap, problems);
        return problems;
    }

    /**
     * The files that areas of living address spaces hold, one entry an area.
     *
     * @param mm the memory
     * @param kind the files' class
     * @param <F> the files' type
     * @return with repetitions
     */
    public static <F> List<F> areaFiles(MemoryManager mm, Class<F> kind) {
        List<F> files = new ArrayList<>();
        for (MmStruct space : mm.mms()) {
            for (Vma vma : space.vmas()) {
                VmaFile file = vma.file();
                if (kind.isInstance(file)) {
                    files.add(kind.cast(file));
                }
            }
        }
        return files;
    }

    private static List<PageReferences> allReferences(MemoryManager mm) {
        List<PageReferences> all = new ArrayList<>(mm.references());
        all.addAll(mm.lostReferences());
        return all;
    }

    private static long next(PageTable table, long vpn) {
        long from = table.hugePmd(vpn) != 0 ? (vpn | (PhysicalMemory.HUGE_PAGES - 1)) + 1 : vpn + 1;
        return table.nextMapped(from, PageTable.PAGES);
    }

    private static void compare(
            MemoryManager mm, int[] maps, int[] hugeMaps, int[] references, int[] swap, List<String> problems) {
        PhysicalMemory memory = mm.memory();
        int used = 0;
        int hugetlb = 0;
        int promised = 0;
        int zeroPage = memory.refcount(PhysicalMemory.ZERO_PAGE);
        if (zeroPage != references[PhysicalMemory.ZERO_PAGE]) {
            problems.add("refcount " + zeroPage + " of the zero page with " + references[PhysicalMemory.ZERO_PAGE]
                    + " references");
        }
        for (int frame = 1; frame < maps.length; frame++) {
            if (memory.isFree(frame)) {
                if (maps[frame] + hugeMaps[frame] + references[frame] != 0) {
                    problems.add("a free frame has a holder");
                }
                continue;
            }
            used++;
            int head = memory.head(frame);
            hugetlb += frame == head && memory.isHugetlb(frame) ? 1 : 0;
            promised += frame == head && memory.restoresReserve(frame) ? 1 : 0;
            if (memory.mapcount(frame) != maps[frame] + hugeMaps[head]) {
                problems.add("mapcount " + memory.mapcount(frame) + " of a frame with " + (maps[frame] + hugeMaps[head])
                        + " mappings");
            }
            int cached = memory.inSwapCache(frame) ? 1 : 0;
            if (frame == head && memory.refcount(frame) != references[frame] + cached) {
                problems.add("refcount " + memory.refcount(frame) + " of a frame with " + (references[frame] + cached)
                        + " references");
            }
            checkExclusive(mm, frame, maps[frame] + hugeMaps[head], problems);
        }
        if (used != memory.used()) {
            problems.add("frames in use: counted " + used + ", booked " + memory.used());
        }
        if (hugetlb != memory.hugetlbUsed()) {
            problems.add("huge pages of the pool in use: counted " + hugetlb + ", booked " + memory.hugetlbUsed());
        }
        int claims = claims(mm) - promised;
        if (claims != memory.hugetlbReserved()) {
            problems.add("huge pages set aside: counted " + claims + ", booked " + memory.hugetlbReserved());
        }
        for (int slot = 0; slot < swap.length; slot++) {
            if (mm.swap().count(slot) != swap[slot]) {
                problems.add("swap count " + mm.swap().count(slot) + " of a slot with " + swap[slot] + " entries");
            }
        }
    }

    private static int claims(MemoryManager mm) {
        Set<HugetlbReservation> found = new HashSet<>();
        for (MmStruct space : mm.mms()) {
            for (Vma vma : space.vmas()) {
                FileMapping mapping = vma.mapping();
                found.add(mapping == null ? vma.reservation() : mapping.reservation());
            }
        }
        return found.stream()
                .filter(Objects::nonNull)
                .mapToInt(HugetlbReservation::left)
                .sum();
    }

    private static void checkExclusive(MemoryManager mm, int frame, int mappings, List<String> problems) {
        if (mm.memory().isExclusive(frame) && mappings > 1) {
            problems.add("an exclusive page is mapped " + mappings + " times");
        }
        if (mm.memory().isKsm(frame)
                && (mm.memory().isExclusive(frame) || !mm.memory().isAnon(frame))) {
            problems.add("a KSM page is exclusive, or not anonymous");
        }
    }
}
