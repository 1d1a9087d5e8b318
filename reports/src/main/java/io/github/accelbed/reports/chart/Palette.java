package io.github.accelbed.reports.chart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which backend has which look: the same in every chart and on the page.
 *
 * <p>The hues are Okabe and Ito's, which people with any of the common colour blindnesses tell apart; the dark ones are
 * lightened until they have the same contrast. A family of rows shares a hue and differs in line and mark.
 */
public final class Palette {
    private static final int[][] HUES = {
        {0x0072b2, 0x56b4e9}, // blue
        {0xd55e00, 0xf58b4c}, // vermilion
        {0x00805c, 0x2fc79a}, // bluish green
        {0xa8538a, 0xdf95c3}, // reddish purple
        {0x9a6a00, 0xe8b33c}, // amber
        {0x5a5fc0, 0xa3a7f5}, // indigo
        {0x55606b, 0xb3bcc7}, // grey
    };
    private static final int BLUE = 0;
    private static final int VERMILION = 1;
    private static final int GREEN = 2;
    private static final int PURPLE = 3;
    private static final int AMBER = 4;
    private static final int INDIGO = 5;
    private static final int GREY = 6;

    private static final Map<String, Look> KNOWN = known();

    private final Map<String, Look> looks = new LinkedHashMap<>();

    /**
     * A palette for some backends. Those that it does not know by id (a new proposal's) get the looks that are left, in
     * the order given.
     *
     * @param backends ids, such as {@code vfio}
     */
    public Palette(Collection<String> backends) {
        List<String> unknown = new ArrayList<>();
        for (String backend : backends) {
            Look look = KNOWN.get(backend);
            if (look == null) {
                unknown.add(backend);
            } else {
                looks.put(backend, look);
            }
        }
        int[] free = {PURPLE, AMBER, INDIGO, GREY};
        for (int i = 0; i < unknown.size(); i++) {
            looks.put(unknown.get(i), look(free[i % free.length], 2 + i / free.length, 3 + i));
        }
    }

    /**
     * The look of a backend.
     *
     * @param backend an id
     * @return its look; grey if the palette was not made for it
     */
    public Look of(String backend) {
        Look look = looks.get(backend);
        if (look == null) {
            look = KNOWN.get(backend);
        }
        return look == null ? look(GREY, 0, 0) : look;
    }

    /**
     * The looks of a chart's series, in order. A series of a backend has that backend's hue; further series of the same
     * backend, and series of none, are told apart.
     *
     * @param backends of each series; empty for a series of none
     * @return as many looks
     */
    List<Look> ofSeries(List<String> backends) {
        Map<Look, Integer> used = new LinkedHashMap<>();
        List<Look> result = new ArrayList<>();
        int free = 0;
        int[] others = {GREY, PURPLE, AMBER, INDIGO, BLUE, VERMILION, GREEN};
        for (String backend : backends) {
            Look look;
            if (backend.isEmpty()) {
                look = look(others[free % others.length], free / others.length, free);
                free++;
            } else {
                Look first = of(backend);
                int again = used.merge(first, 1, Integer::sum) - 1;
                look = new Look(
                        shade(first.light(), again, 0xffffff),
                        shade(first.dark(), again, 0x000000),
                        first.dash() + again,
                        first.mark() + again);
            }
            result.add(look);
        }
        return result;
    }

    private static int shade(int rgb, int step, int towards) {
        double keep = Math.max(0.4, 1 - 0.28 * step);
        int result = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double mixed = keep * (rgb >> shift & 0xff) + (1 - keep) * (towards >> shift & 0xff);
            result |= (int) Math.round(mixed) << shift;
        }
        return result;
    }

    private static Look look(int hue, int dash, int mark) {
        return new Look(HUES[hue][0], HUES[hue][1], dash, mark);
    }

    private static Map<String, Look> known() {
        Map<String, Look> map = new LinkedHashMap<>();
        map.put("uacce", look(BLUE, 0, 0));
        map.put("uacce-dma", look(BLUE, 1, 3));
        map.put("uacce-va-iova", look(BLUE, 2, 4));
        map.put("vfio", look(VERMILION, 0, 1));
        map.put("vfio-emulated", look(VERMILION, 1, 3));
        map.put("vfio-aux", look(VERMILION, 2, 4));
        map.put("vfio-unity", look(VERMILION, 3, 5));
        map.put("vfio-sva", look(AMBER, 3, 0));
        map.put("iommufd", look(AMBER, 0, 3));
        map.put("spimdev", look(AMBER, 1, 4));
        map.put("sdmdev", look(AMBER, 2, 5));
        map.put("odp", look(GREEN, 0, 2));
        map.put("odp-implicit", look(GREEN, 1, 3));
        map.put("rdma-pinned", look(PURPLE, 0, 4));
        map.put("capi", look(INDIGO, 0, 5));
        map.put("idxd-swq", look(INDIGO, 1, 0));
        map.put("idxd-dwq", look(INDIGO, 2, 1));
        map.put("idxd-mdev", look(INDIGO, 3, 2));
        map.put("vsva", look(PURPLE, 1, 0));
        map.put("mm", look(GREY, 0, 0));
        return map;
    }
}
