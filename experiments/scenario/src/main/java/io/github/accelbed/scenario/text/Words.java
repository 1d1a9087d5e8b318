package io.github.accelbed.scenario.text;

import com.google.common.collect.Multimaps;
import io.github.accelbed.model.KernelVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Figures and lists in findings. */
public final class Words {
    private static final double THOUSAND = 1000;
    private static final double HUNDRED = 100;
    private static final List<String> RELEASES =
            KernelVersion.RELEASES.stream().map(KernelVersion::toString).toList();

    private Words() {}

    /**
     * A stretch of time with three digits and a unit that suits it.
     *
     * @param ns nanoseconds, 0 or more
     * @return such as {@code 12.3 us}
     */
    public static String time(double ns) {
        String[] units = {"ns", "us", "ms", "s"};
        double value = ns;
        int unit = 0;
        while (value >= THOUSAND && unit < units.length - 1) {
            value /= THOUSAND;
            unit++;
        }
        return number(value) + " " + units[unit];
    }

    /**
     * A figure with three digits.
     *
     * @param value 0 or more
     * @return such as {@code 1.25}, {@code 12.5}, {@code 125} or {@code 1250}
     */
    public static String number(double value) {
        if (value == Math.rint(value) || value >= HUNDRED) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }

    /**
     * A share of a whole.
     *
     * @param share 0 to 1
     * @return such as {@code 12.5%}
     */
    public static String percent(double share) {
        return number(HUNDRED * share) + "%";
    }

    /**
     * A count with its noun.
     *
     * @param count how many
     * @param one the noun
     * @return such as {@code 1 page}, {@code 2 pages}
     */
    public static String count(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }

    /**
     * Names in a sentence.
     *
     * @param names any number
     * @return such as {@code a, b and c}
     */
    public static String list(List<String> names) {
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /**
     * What is the same on neighbouring kernels is said once: as a range if every release in it and beside it was asked, else kernel by kernel.
     *
     * @param kernels in order
     * @param said what is said of each
     * @param <K> a kernel
     * @return such as {@code 6 of 24 from 4.20 to 5.8, none from 5.10 on}
     */
    public static <K> String byKernel(List<K> kernels, Function<K, String> said) {
        return runs(kernels, said).stream()
                .map(run -> run.said() + " " + run.kernels())
                .collect(Collectors.joining(", "));
    }

    /**
     * As {@link #byKernel}, for longer texts: the kernels come first, and are left out if all are the same.
     *
     * @param kernels in order
     * @param said what is said of each
     * @param <K> a kernel
     * @return such as {@code nothing} or {@code on 5.8 a PASID, from 5.10 on nothing}
     */
    public static <K> String kernelsFirst(List<K> kernels, Function<K, String> said) {
        List<Run> runs = runs(kernels, said);
        return runs.size() == 1
                ? runs.get(0).said()
                : runs.stream().map(run -> run.kernels() + " " + run.said()).collect(Collectors.joining(", "));
    }

    /**
     * Things by what is said of them.
     *
     * @param all in order
     * @param said what is said of each
     * @param <T> what they are
     * @param <K> what is said
     * @return in the order of the first of each group
     */
    public static <T, K> Map<K, List<T>> group(List<T> all, Function<? super T, ? extends K> said) {
        return Multimaps.asMap(Multimaps.<K, T>index(all, said::apply));
    }

    /**
     * What is true of several names is said once.
     *
     * @param names in order
     * @param said what is said of each
     * @return such as {@code uacce and odp nothing; vfio an mdev}
     */
    public static String each(List<String> names, Function<String, String> said) {
        return group(names, said).entrySet().stream()
                .map(entry -> list(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining("; "));
    }

    private record Run(String kernels, String said) {}

    private static <K> List<Run> runs(List<K> kernels, Function<K, String> said) {
        List<Run> runs = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < kernels.size(); at++) {
            String here = said.apply(kernels.get(at));
            boolean last = at == kernels.size() - 1;
            if (!last && said.apply(kernels.get(at + 1)).equals(here)) {
                continue;
            }
            String name = from == 0 && last ? "on every kernel" : span(kernels, from, at);
            runs.add(new Run(name, here));
            from = at + 1;
        }
        return runs;
    }

    /** A range is said only if every release in it was asked; else the change may lie between two that were not. */
    private static <K> String span(List<K> kernels, int from, int to) {
        List<String> all = kernels.stream().map(K::toString).toList();
        List<String> here = all.subList(from, to + 1);
        if (!neighbours(all.subList(Math.max(0, from - 1), Math.min(all.size(), to + 2)))) {
            return "on " + list(here);
        }
        String last = here.get(here.size() - 1);
        if (last.equals(RELEASES.get(RELEASES.size() - 1))) {
            return "from " + here.get(0) + " on";
        }
        return from == to ? "on " + last : "from " + here.get(0) + " to " + last;
    }

    private static boolean neighbours(List<String> kernels) {
        return Collections.indexOfSubList(RELEASES, kernels) >= 0;
    }
}
