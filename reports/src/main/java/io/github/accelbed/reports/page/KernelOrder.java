package io.github.accelbed.reports.page;

import java.util.Comparator;

/** Orders kernel versions by their numbers, so that 5.10 comes after 5.8. */
final class KernelOrder {
    static final Comparator<String> OLDEST_FIRST = KernelOrder::compare;

    private KernelOrder() {}

    private static int compare(String left, String right) {
        String[] a = left.split("\\.", -1);
        String[] b = right.split("\\.", -1);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int order = isNumber(a[i]) && isNumber(b[i])
                    ? Integer.compare(Integer.parseInt(a[i]), Integer.parseInt(b[i]))
                    : a[i].compareTo(b[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,6}");
    }
}
