package io.github.accelbed.reports.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Cells of one backend that have something in common.
 *
 * @param backend its id
 * @param kernels which of the kernels that were run, such as {@code 4.20..5.8, 6.1} or {@code all kernels}
 */
public record Where(String backend, String kernels) {
    /**
     * Names some of a backend's kernels by ranges. A range that reaches the newest kernel that was run stays open.
     *
     * @param backend its id
     * @param some those meant, oldest first
     * @param all those that were run on this backend, oldest first
     * @return the name
     */
    public static Where of(String backend, List<String> some, List<String> all) {
        if (some.size() == all.size() && all.size() > 1) {
            return new Where(backend, "all kernels");
        }
        List<String> ranges = new ArrayList<>();
        int at = 0;
        while (at < all.size()) {
            if (!some.contains(all.get(at))) {
                at++;
                continue;
            }
            int end = at;
            while (end + 1 < all.size() && some.contains(all.get(end + 1))) {
                end++;
            }
            ranges.add(range(all, at, end));
            at = end + 1;
        }
        return new Where(backend, String.join(", ", ranges));
    }

    private static String range(List<String> all, int from, int to) {
        if (from == to) {
            return all.get(from);
        }
        return all.get(from) + ".." + (to == all.size() - 1 ? "" : all.get(to));
    }
}
