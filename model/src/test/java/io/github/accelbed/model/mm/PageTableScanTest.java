package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTableScanTest {
    private static List<Long> mapped(PageTable table) {
        List<Long> found = new ArrayList<>();
        for (long vpn = table.nextMapped(0, PageTable.PAGES);
                vpn >= 0;
                vpn = table.nextMapped(vpn + 1, PageTable.PAGES)) {
            found.add(vpn);
        }
        return found;
    }

    @Test
    void aScanFindsEveryEntryHoweverFarApart() {
        PageTable table = new PageTable();
        List<Long> pages = List.of(0L, 511L, 512L, 1L << 18, (1L << 27) - 1, 1L << 27, 3L << 30, PageTable.PAGES - 1);
        pages.forEach(vpn -> table.set(vpn, Pte.of(1, Pte.PRESENT)));
        assertThat(mapped(table)).isEqualTo(pages);
    }

    /**
     * Every exit scans the whole address space, so passing over emptiness one GiB at a time shows. Compared with a scan of the last
     * top-level entry alone, which takes most of the same turns: passed over whole, the 511 before it add a third.
     */
    @Test
    void aScanPassesOverEmptyTopLevelEntriesWhole() {
        PageTable table = new PageTable();
        long last = PageTable.PAGES - 1;
        table.set(last, Pte.of(1, Pte.PRESENT));
        long lastEntry = Long.MAX_VALUE;
        long all = Long.MAX_VALUE;
        for (int i = 0; i < 1000; i++) {
            lastEntry = Math.min(lastEntry, nanoseconds(table, 511L << 27));
            all = Math.min(all, nanoseconds(table, 0));
        }
        assertThat(table.nextMapped(0, PageTable.PAGES)).isEqualTo(last);
        assertThat(all).isLessThan(20 * lastEntry);
    }

    private static long nanoseconds(PageTable table, long from) {
        long start = System.nanoTime();
        long found = table.nextMapped(from, PageTable.PAGES);
        long time = System.nanoTime() - start;
        assertThat(found).isPositive();
        return Math.max(1, time);
    }
}
