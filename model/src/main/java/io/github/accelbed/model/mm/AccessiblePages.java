package io.github.accelbed.model.mm;

/** What a device reaches that walks a process's own page table: its areas without those of device registers. */
public final class AccessiblePages {
    private AccessiblePages() {}

    /**
     * Pages with an entry that may be read through.
     *
     * @param mm whose
     * @return 0 or more
     */
    public static long present(MmStruct mm) {
        long pages = 0;
        for (Vma vma : mm.vmas()) {
            if (!vma.is(Vma.PFNMAP)) {
                pages += present(mm, vma);
            }
        }
        return pages;
    }

    /**
     * Pages that a fault would bring in.
     *
     * @param mm whose
     * @return 0 or more
     */
    public static long absent(MmStruct mm) {
        long pages = 0;
        for (Vma vma : mm.vmas()) {
            if (!vma.is(Vma.PFNMAP) && vma.is(Vma.READ)) {
                pages += vma.end() - vma.start() - present(mm, vma);
            }
        }
        return pages;
    }

    private static long present(MmStruct mm, Vma vma) {
        PageTable table = mm.pageTable();
        long pages = 0;
        for (long vpn = table.nextMapped(vma.start(), vma.end());
                vpn >= 0;
                vpn = table.nextMapped(vpn + 1, vma.end())) {
            pages += Pte.readable(table.walk(vpn)) ? 1 : 0;
        }
        return pages;
    }
}
