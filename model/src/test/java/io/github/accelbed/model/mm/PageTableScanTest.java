package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
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

    /** Every exit scans the whole address space, so passing over emptiness one GiB at a time shows. */
    @Test
    void aScanPassesOverEmptyTopLevelEntriesWhole() {
        PageTable table = new PageTable();
        table.set(PageTable.PAGES - 1, Pte.of(1, Pte.PRESENT));
        long last = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            long found = 0;
            for (int i = 0; i < 50_000; i++) {
                found = table.nextMapped(0, PageTable.PAGES);
            }
            return found;
        });
        assertThat(last).isEqualTo(PageTable.PAGES - 1);
    }
}
