package io.github.accelbed.scenario.language;

import io.github.accelbed.model.KernelVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kernels between two ends, both inclusive: {@code 5.9}, {@code 5.9..}, {@code ..5.8}, {@code 5.9..5.18}, {@code 6.1.176}.
 *
 * <p>The last end takes in its stable tree, as the releases between the ends do: {@code 6.0..6.18} speaks for 6.1.176 and for 6.18.5. A
 * release alone is that release.
 *
 * @param first the oldest kernel, or null if there is no oldest
 * @param last the newest kernel, or null if there is no newest
 */
public record VersionRange(
        @Nullable KernelVersion first, @Nullable KernelVersion last) {

    /** The word for every mainline release in a list of kernels. */
    public static final String ALL = "all";

    /** How many steps between neighbours make a run worth a range. */
    private static final int RUN = 2;

    /** Checks that the range has an end and is not empty. */
    public VersionRange {
        if (first == null && last == null) {
            throw new IllegalArgumentException("a range of kernels has at least one end");
        }
        if (first != null && last != null && first.compareTo(last) > 0) {
            throw new IllegalArgumentException("no kernel is in " + first + ".." + last);
        }
    }

    /**
     * Reads a range.
     *
     * @param text {@code 5.9}, {@code 5.9..}, {@code ..5.8} or {@code 5.9..5.18}
     * @return the range
     * @throws IllegalArgumentException if an end is no known kernel, or the newer one is first
     */
    public static VersionRange parse(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            KernelVersion only = KernelVersion.parse(text);
            return new VersionRange(only, only);
        }
        return new VersionRange(
                dots == 0 ? null : KernelVersion.parse(text.substring(0, dots)),
                dots + 2 == text.length() ? null : KernelVersion.parse(text.substring(dots + 2)));
    }

    /**
     * Reads a list of kernels.
     *
     * @param text releases, ranges and {@link #ALL}, with commas or blanks between
     * @return the releases in that order, each once
     * @throws IllegalArgumentException if one is no known kernel
     */
    public static List<KernelVersion> list(String text) {
        return Arrays.stream(text.strip().split("\\s*,\\s*|\\s+", -1))
                .flatMap(word ->
                        (word.equals(ALL) ? KernelVersion.RELEASES : parse(word).releases()).stream())
                .distinct()
                .toList();
    }

    /**
     * Whether a kernel is in the range.
     *
     * @param kernel any kernel
     * @return true between the ends and at them
     */
    public boolean contains(KernelVersion kernel) {
        if (first != null && kernel.compareTo(first) < 0) {
            return false;
        }
        if (last == null || kernel.compareTo(last) <= 0) {
            return true;
        }
        return last.stable() == 0 && !last.equals(first) && kernel.mainline().equals(last);
    }

    /**
     * What a list of kernels means by the range: all mainline releases in it, and an end that is a stable one.
     *
     * @return the releases, oldest first
     */
    public List<KernelVersion> releases() {
        return Stream.concat(
                        KernelVersion.RELEASES.stream().filter(this::contains),
                        Stream.of(Optional.ofNullable(first), Optional.ofNullable(last))
                                .flatMap(Optional::stream))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * A list of kernels in few words: {@code all}, or runs of neighbouring mainline releases as ranges.
     *
     * @param kernels in any order
     * @return words that {@link #parse} reads, but {@code all}
     */
    public static List<String> words(List<KernelVersion> kernels) {
        if (kernels.equals(KernelVersion.RELEASES)) {
            return List.of(ALL);
        }
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < kernels.size()) {
            int end = at;
            int release = KernelVersion.RELEASES.indexOf(kernels.get(at));
            while (release >= 0
                    && end + 1 < kernels.size()
                    && KernelVersion.RELEASES.indexOf(kernels.get(end + 1)) == release + end + 1 - at) {
                end++;
            }
            if (end - at < RUN) {
                end = at;
            }
            words.add(new VersionRange(kernels.get(at), kernels.get(end)).toString());
            at = end + 1;
        }
        return words;
    }

    /**
     * The shortest form.
     *
     * @return the spelling in a scenario
     */
    @Override
    public String toString() {
        if (first != null && first.equals(last)) {
            return first.toString();
        }
        return (first == null ? "" : first) + ".." + (last == null ? "" : last);
    }
}
