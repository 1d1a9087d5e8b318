package io.github.accelbed.drivers.vaiova;

import io.github.accelbed.model.iommu.ReservedRegion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a process has its memory.
 *
 * @param name such as {@code x86-64 PIE}
 * @param regions in address order
 */
record Layout(String name, List<Region> regions) {
    /** From addresses to pages. */
    static final int PAGE_SHIFT = 12;

    private static final String FILE = "layouts.csv";
    private static final int HEX = 16;
    private static final int START = 2;
    private static final int PAGES = 3;
    private static final int WRITABLE = 4;

    Layout {
        regions = List.copyOf(regions);
    }

    /** Those of the resource, in its order. */
    static List<Layout> all() {
        Map<String, List<Region>> byName = new LinkedHashMap<>();
        text().lines()
                .filter(line -> !line.startsWith("#"))
                .skip(1)
                .map(line -> List.of(line.split(",", -1)))
                .forEach(cells -> byName.computeIfAbsent(cells.get(0), unused -> new ArrayList<>())
                        .add(new Region(
                                cells.get(1),
                                Long.parseLong(cells.get(START).substring(2), HEX) >> PAGE_SHIFT,
                                Long.parseLong(cells.get(PAGES)),
                                Boolean.parseBoolean(cells.get(WRITABLE)))));
        List<Layout> all = new ArrayList<>();
        byName.forEach((name, regions) -> all.add(new Layout(name, regions)));
        return all;
    }

    private static String text() {
        try (InputStream in = Layout.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pages() {
        return regions.stream().mapToLong(Region::pages).sum();
    }

    /** Pages that lie in reserved regions. */
    long reserved(List<ReservedRegion> reserved) {
        long sum = 0;
        for (Region region : regions) {
            for (ReservedRegion hole : reserved) {
                sum += Math.max(0, Math.min(region.end(), hole.end()) - Math.max(region.start(), hole.start()));
            }
        }
        return sum;
    }

    /** Pages whose addresses need more bits than an IOMMU takes. */
    long beyond(int bits) {
        long limit = 1L << (bits - PAGE_SHIFT);
        return regions.stream()
                .mapToLong(region -> Math.max(0, region.end() - Math.max(region.start(), limit)))
                .sum();
    }
}
