package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The radix table against a sorted map. */
class PageTableTest {
    private static final int HUGE = PhysicalMemory.HUGE_PAGES;

    /** Page numbers that share tables at each level, and some that share none. */
    private static long somePage(Random random) {
        long top = (long) random.nextInt(2) << 35;
        long upper = (long) random.nextInt(3) << 27;
        long middle = (long) random.nextInt(3) << 18;
        return top + upper + middle + ((long) random.nextInt(3) << 9) + random.nextInt(8) * 73L;
    }

    @Test
    void theTableAgreesWithASortedMap() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            PageTable table = new PageTable();
            TreeMap<Long, Long> pages = new TreeMap<>();
            TreeMap<Long, Long> huge = new TreeMap<>();
            for (int i = 0; i < 200; i++) {
                long vpn = somePage(random);
                long block = vpn & -HUGE;
                boolean small = !pages.subMap(block, block + HUGE).isEmpty();
                switch (random.nextInt(4)) {
                    case 0, 1 -> {
                        if (!huge.containsKey(block)) {
                            long entry = Pte.of(random.nextInt(1000), Pte.PRESENT | Pte.WRITE);
                            table.set(vpn, entry);
                            pages.put(vpn, entry);
                        }
                    }
                    case 2 -> {
                        if (huge.remove(block) != null) {
                            table.setHugePmd(vpn, 0);
                        } else {
                            table.set(vpn, 0);
                            pages.remove(vpn);
                        }
                    }
                    default -> {
                        if (!small) {
                            long entry = Pte.of(HUGE * random.nextInt(1000), Pte.PRESENT);
                            table.setHugePmd(vpn, entry);
                            huge.put(block, entry | Pte.HUGE);
                        }
                    }
                }
                compare(table, pages, huge, vpn, random);
            }
        }
    }

    private static void compare(
            PageTable table, NavigableMap<Long, Long> pages, NavigableMap<Long, Long> huge, long vpn, Random random) {
        long block = vpn & -HUGE;
        long walked = table.walk(vpn);
        if (huge.containsKey(block)) {
            assertThat(Pte.frame(walked)).isEqualTo(Pte.frame(huge.get(block)) + (int) (vpn - block));
            assertThat(walked & (Pte.HUGE | Pte.PRESENT)).isEqualTo(Pte.HUGE | Pte.PRESENT);
        } else {
            assertThat(walked).isEqualTo(pages.getOrDefault(vpn, 0L));
        }
        assertThat(table.hugePmd(vpn)).isEqualTo(huge.getOrDefault(block, 0L));
        assertThat(table.pmdNone(vpn))
                .isEqualTo(!huge.containsKey(block)
                        && pages.subMap(block, block + HUGE).isEmpty());
        long from = somePage(random);
        long end = from + random.nextInt(1 << 20);
        assertThat(table.nextMapped(from, end)).isEqualTo(nextMapped(pages, huge, from, end));
    }

    private static long nextMapped(NavigableMap<Long, Long> pages, NavigableMap<Long, Long> huge, long from, long end) {
        Long page = pages.ceilingKey(from);
        Long inside = huge.floorKey(from);
        Long block = inside != null && inside + HUGE > from ? Long.valueOf(from) : huge.ceilingKey(from);
        long next = Math.min(page == null ? end : page, block == null ? end : block);
        return next < end ? next : -1;
    }

    @Test
    void emptyLeafTablesGoBackToThePool() {
        PageTable table = new PageTable();
        table.set(0, Pte.of(1, Pte.PRESENT));
        int one = table.tableCount();
        assertThat(one).isEqualTo(4);
        for (int i = 1; i < 10; i++) {
            table.set((long) i << 9, Pte.of(1, Pte.PRESENT));
        }
        assertThat(table.tableCount()).isEqualTo(one + 9);
        for (int i = 1; i < 10; i++) {
            table.set((long) i << 9, 0);
        }
        assertThat(table.tableCount()).isEqualTo(one);
        table.set(77L << 9, Pte.of(1, Pte.PRESENT));
        assertThat(table.walk((77L << 9) + 1))
                .as("a table from the pool is empty")
                .isZero();
    }

    @Test
    void onePageOfAHugeMappingCannotChangeAlone() {
        PageTable table = new PageTable();
        table.setHugePmd(0, Pte.of(512, Pte.PRESENT));
        assertThatThrownBy(() -> table.set(3, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHugeMappingCannotCoverSmallOnes() {
        PageTable table = new PageTable();
        table.set(3, Pte.of(1, Pte.PRESENT));
        assertThatThrownBy(() -> table.setHugePmd(0, Pte.of(512, Pte.PRESENT)))
                .isInstanceOf(IllegalStateException.class);
    }
}
