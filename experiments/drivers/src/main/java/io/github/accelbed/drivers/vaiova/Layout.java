package io.github.accelbed.drivers.vaiova;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.github.accelbed.model.iommu.ReservedRegion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
        ImmutableListMultimap<String, Region> byName = text().lines()
                .filter(line -> !line.startsWith("#"))
                .skip(1)
                .map(line -> List.of(line.split(",", -1)))
                .collect(ImmutableListMultimap.toImmutableListMultimap(
                        cells -> cells.get(0),
                        cells -> new Region(
                                cells.get(1),
                                Long.parseLong(cells.get(START).substring(2), HEX) >> PAGE_SHIFT,
                                Long.parseLong(cells.get(PAGES)),
                                Boolean.parseBoolean(cells.get(WRITABLE)))));
        return Multimaps.asMap(byName).entrySet().stream()
                .map(layout -> new Layout(layout.getKey(), layout.getValue()))
                .toList();
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
