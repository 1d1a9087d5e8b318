package io.github.accelbed.model.mm;

import io.github.accelbed.model.ModelException;
import java.util.Arrays;

/**
 * A four-level radix page table of 512 entries a level (48-bit addresses, 4 KiB pages): the CPU's table of one mm, or an
 * IOMMU's table of one domain.
 *
 * <p>Each table is one {@code long[]}; entries above the leaves hold the index of the next table. A PMD entry with
 * {@link Pte#HUGE} maps 2 MiB. Empty leaf tables go back to the pool, as {@code free_pgtables} does.
 */
public final class PageTable {
    /** Virtual page numbers are below this. */
    public static final long PAGES = 1L << 36;

    private static final int ENTRIES = 512;
    private static final int MASK = ENTRIES - 1;
    private static final int SHIFT = 12;
    /** Bits of a page number that one level looks at, and the lowest of those that the root does. */
    private static final int LEVEL = 9;

    private static final int PGD_SHIFT = 3 * LEVEL;
    private static final int ROOT = 0;
    private static final long[] POOLED = new long[0];

    @Frames(Frames.Form.ENTRY)
    private long[][] tables = new long[4][];

    private int[] live = new int[4];
    private int[] pool = new int[4];
    private int pooled;
    private int next = 1;

    /** An empty table: its root. */
    public PageTable() {
        tables[ROOT] = new long[ENTRIES];
    }

    /**
     * Walks the table as hardware does, reading up to four entries.
     *
     * @param vpn virtual page number, 0 up to {@link #PAGES}
     * @return the entry of that page, of a huge mapping the part that covers it (all parts of the huge zero page are the zero
     *     page); 0 if none
     */
    public long walk(long vpn) {
        long entry = tables[ROOT][(int) (vpn >>> 27) & MASK];
        if (entry == 0) {
            return 0;
        }
        entry = tables[(int) (entry >>> SHIFT)][(int) (vpn >>> 18) & MASK];
        if (entry == 0) {
            return 0;
        }
        entry = tables[(int) (entry >>> SHIFT)][(int) (vpn >>> 9) & MASK];
        if ((entry & Pte.HUGE) != 0) {
            return (entry & Pte.SPECIAL) != 0 ? entry : entry + ((vpn & MASK) << SHIFT);
        }
        return entry == 0 ? 0 : tables[(int) (entry >>> SHIFT)][(int) vpn & MASK];
    }

    /**
     * Stores a leaf entry.
     *
     * @param vpn virtual page number; its 2 MiB must not be mapped huge
     * @param entry the entry, 0 to clear
     */
    public void set(long vpn, long entry) {
        int pmdTable = pmdTable(vpn, entry != 0);
        if (pmdTable < 0) {
            return;
        }
        int pmdSlot = (int) (vpn >>> 9) & MASK;
        long pmd = tables[pmdTable][pmdSlot];
        if ((pmd & Pte.HUGE) != 0) {
            throw new ModelException("a huge mapping must be split before one page of it changes");
        }
        if (pmd == 0) {
            if (entry == 0) {
                return;
            }
            pmd = child(pmdTable, pmdSlot);
        }
        int leaf = (int) (pmd >>> SHIFT);
        int slot = (int) vpn & MASK;
        long old = tables[leaf][slot];
        tables[leaf][slot] = entry;
        if (old == 0 && entry != 0) {
            live[leaf]++;
        } else if (old != 0 && entry == 0 && --live[leaf] == 0) {
            release(leaf);
            tables[pmdTable][pmdSlot] = 0;
            live[pmdTable]--;
        }
    }

    /**
     * The PMD entry over a page.
     *
     * @param vpn virtual page number
     * @return the huge entry (of the first frame), or 0 if the 2 MiB are not mapped huge
     */
    public long hugePmd(long vpn) {
        int table = pmdTable(vpn, false);
        long pmd = table < 0 ? 0 : tables[table][(int) (vpn >>> 9) & MASK];
        return (pmd & Pte.HUGE) != 0 ? pmd : 0;
    }

    /**
     * Whether nothing at all is mapped in the 2 MiB around a page.
     *
     * @param vpn virtual page number
     * @return {@code pmd_none}
     */
    public boolean pmdNone(long vpn) {
        int table = pmdTable(vpn, false);
        return table < 0 || tables[table][(int) (vpn >>> 9) & MASK] == 0;
    }

    /**
     * Maps 2 MiB with one entry, or clears such an entry.
     *
     * @param vpn any page of the 2 MiB, which must hold no leaf entries
     * @param entry a present entry of the head frame ({@link Pte#HUGE} is added), or 0
     */
    public void setHugePmd(long vpn, long entry) {
        int table = pmdTable(vpn, entry != 0);
        if (table < 0) {
            return;
        }
        int slot = (int) (vpn >>> 9) & MASK;
        long old = tables[table][slot];
        if (old != 0 && (old & Pte.HUGE) == 0) {
            throw new ModelException("the 2 MiB hold a table of leaf entries");
        }
        tables[table][slot] = entry == 0 ? 0 : entry | Pte.HUGE;
        live[table] += (entry != 0 ? 1 : 0) - (old != 0 ? 1 : 0);
    }

    /**
     * The next page with a non-empty entry; empty tables are passed over whole.
     *
     * @param from first page to look at
     * @param end one past the last
     * @return its number (of a huge mapping any page of it is taken as its own), or -1
     */
    public long nextMapped(long from, long end) {
        long vpn = from;
        while (vpn < end) {
            long[] table = tables[ROOT];
            int shift = PGD_SHIFT;
            long entry = table[slot(vpn, shift)];
            while (entry != 0 && (entry & Pte.HUGE) == 0 && shift > 0) {
                table = tables[(int) (entry >>> SHIFT)];
                shift -= LEVEL;
                entry = table[slot(vpn, shift)];
            }
            if (entry != 0) {
                return vpn;
            }
            vpn = behindEmpty(table, vpn, shift);
        }
        return -1;
    }

    /**
     * Tables in use, the root among them; 4 KiB each on real hardware.
     *
     * @return at least 1
     */
    public int tableCount() {
        return next - pooled;
    }

    /**
     * How many tables {@link #set} would have to add for an entry.
     *
     * @param vpn virtual page number
     * @return 0 to 3
     */
    public int missingTables(long vpn) {
        long pgd = tables[ROOT][(int) (vpn >>> 27) & MASK];
        if (pgd == 0) {
            return 3;
        }
        int pmdTable = pmdTable(vpn, false);
        if (pmdTable < 0) {
            return 2;
        }
        return tables[pmdTable][(int) (vpn >>> 9) & MASK] == 0 ? 1 : 0;
    }

    /**
     * Pages with an entry.
     *
     * @return 0 or more
     */
    public long countMapped() {
        long count = 0;
        for (long vpn = nextMapped(0, PAGES); vpn >= 0; vpn = nextMapped(vpn + 1, PAGES)) {
            count++;
        }
        return count;
    }

    private static int slot(long vpn, int shift) {
        return (int) (vpn >>> shift) & MASK;
    }

    /** The first page of the next entry of a table that is not empty, or the first behind the table. */
    private static long behindEmpty(long[] table, long vpn, int shift) {
        int slot = slot(vpn, shift) + 1;
        while (slot < ENTRIES && table[slot] == 0) {
            slot++;
        }
        long tableStart = vpn & -(1L << (shift + LEVEL));
        return tableStart + ((long) slot << shift);
    }

    private int pmdTable(long vpn, boolean create) {
        int pgdSlot = slot(vpn, PGD_SHIFT);
        long pgd = tables[ROOT][pgdSlot];
        if (pgd == 0) {
            if (!create) {
                return -1;
            }
            pgd = child(ROOT, pgdSlot);
        }
        int pudTable = (int) (pgd >>> SHIFT);
        int pudSlot = slot(vpn, 2 * LEVEL);
        long pud = tables[pudTable][pudSlot];
        if (pud == 0) {
            if (!create) {
                return -1;
            }
            pud = child(pudTable, pudSlot);
        }
        return (int) (pud >>> SHIFT);
    }

    private long child(int table, int slot) {
        int index;
        if (pooled > 0) {
            index = pool[--pooled];
        } else {
            if (next == tables.length) {
                tables = Arrays.copyOf(tables, 2 * next);
                live = Arrays.copyOf(live, 2 * next);
            }
            index = next++;
        }
        tables[index] = new long[ENTRIES];
        live[index] = 0;
        long entry = (long) index << SHIFT | Pte.PRESENT | Pte.TABLE;
        tables[table][slot] = entry;
        live[table]++;
        return entry;
    }

    private void release(int table) {
        tables[table] = POOLED;
        if (pooled == pool.length) {
            pool = Arrays.copyOf(pool, 2 * pooled);
        }
        pool[pooled++] = table;
    }
}
