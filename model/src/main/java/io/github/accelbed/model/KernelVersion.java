package io.github.accelbed.model;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Linux release, the input that every era's rules are chosen by.
 *
 * <p>{@code 6.1} is mainline's {@code .0} of that number. {@code 6.1.176} is a release of its stable tree: mainline's rules with those
 * later fixes that are known to be backported ({@link Fix}), and nothing else. Ordering is numeric: 5.9 comes before 5.10, and 6.1.176
 * between 6.1 and 6.2.
 *
 * <p>Rules ask for what they depend on by comparing ({@link #since}, {@link #has}, {@link #compareTo}). A {@link #watched} version, equal
 * to any other of its number, notes what it was asked: releases that would have answered alike ({@link SameAnswers}) make the same run.
 */
@Unwoven
public final class KernelVersion implements Comparable<KernelVersion> {

    /** The highest third number that is read; no stable tree has come to it. */
    public static final int MAX_STABLE = 999;

    /** Every mainline release that the rules know, oldest first. Beyond 7.0 they are covered thinly ({@link #isThinlyCovered()}). */
    public static final List<KernelVersion> RELEASES = Stream.of(
                    IntStream.of(20).mapToObj(minor -> new KernelVersion(4, minor)),
                    IntStream.rangeClosed(0, 19).mapToObj(minor -> new KernelVersion(5, minor)),
                    IntStream.rangeClosed(0, 19).mapToObj(minor -> new KernelVersion(6, minor)),
                    IntStream.rangeClosed(0, 3).mapToObj(minor -> new KernelVersion(7, minor)))
            .flatMap(releases -> releases)
            .toList();

    private static final int MINORS = 100;

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]?)\\.(0|[1-9][0-9]?)(?:\\.(0|[1-9][0-9]{0,2}))?");

    private final int major;
    private final int minor;
    private final int stable;
    private final @Nullable SameAnswers asked;

    /**
     * A release.
     *
     * @param major the first number, of a known release
     * @param minor the second number, of a known release
     * @param stable the third number, 0 for mainline, at most {@link #MAX_STABLE}
     * @throws IllegalArgumentException if there is no such release here
     */
    public KernelVersion(int major, int minor, int stable) {
        this(major, minor, stable, null);
    }

    private KernelVersion(int major, int minor, int stable, @Nullable SameAnswers asked) {
        if (!isKnown(major, minor)) {
            throw new IllegalArgumentException("there is no kernel " + major + "." + minor
                    + " here; the nearest known one is " + nearest(major, minor));
        }
        if (stable < 0 || stable > MAX_STABLE) {
            throw new IllegalArgumentException("a stable release has a third number of 0 to " + MAX_STABLE);
        }
        this.major = major;
        this.minor = minor;
        this.stable = stable;
        this.asked = asked;
    }

    /**
     * A mainline release.
     *
     * @param major the first number
     * @param minor the second number
     */
    public KernelVersion(int major, int minor) {
        this(major, minor, 0);
    }

    /**
     * Reads {@code 5.9} or {@code 6.1.176}.
     *
     * @param text two or three decimal numbers with dots between
     * @return the version; {@code 6.1.0} is {@code 6.1}
     * @throws IllegalArgumentException if the text has another form, or no release of that number is known
     */
    public static KernelVersion parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no kernel version; write a release such as 5.9, or a stable one such as 6.1.176, whose last number is below 1000");
        }
        String stable = form.group(3);
        return new KernelVersion(
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                stable == null ? 0 : Integer.parseInt(stable));
    }

    private static boolean isKnown(int major, int minor) {
        return switch (major) {
            case 4 -> minor == 20;
            case 5, 6 -> minor >= 0 && minor <= 19;
            case 7 -> minor >= 0 && minor <= 3;
            default -> false;
        };
    }

    /**
     * The known mainline release that a number comes next to.
     *
     * @param major any first number
     * @param minor any second number
     * @return the newest one that is not newer, or the oldest
     */
    public static KernelVersion nearest(int major, int minor) {
        KernelVersion nearest = RELEASES.get(0);
        for (KernelVersion release : RELEASES) {
            if (major != release.major ? major > release.major : minor >= release.minor) {
                nearest = release;
            }
        }
        return nearest;
    }

    /**
     * This release, noting what it is asked; for one run, by one thread.
     *
     * @param answers takes the notes
     * @return equal to this
     */
    public KernelVersion watched(SameAnswers answers) {
        return new KernelVersion(major, minor, stable, answers);
    }

    /**
     * The first number.
     *
     * @return 4 to 7
     */
    public int major() {
        return major;
    }

    /**
     * The second number.
     *
     * @return 0 or more
     */
    public int minor() {
        return minor;
    }

    /**
     * The third number.
     *
     * @return 0 for mainline
     */
    public int stable() {
        return stable;
    }

    /** Ordered as mainline's releases are. */
    int release() {
        return MINORS * major + minor;
    }

    /**
     * Whether this release is {@code major.minor} or newer; the form in which the rules name their first kernel. A stable release is as
     * old as its mainline.
     *
     * @param sinceMajor first number
     * @param sinceMinor second number
     * @return true if this is not older
     */
    public boolean since(int sinceMajor, int sinceMinor) {
        return since(MINORS * sinceMajor + sinceMinor);
    }

    private boolean since(int release) {
        boolean since = release() >= release;
        if (asked != null) {
            asked.note(release, since);
        }
        return since;
    }

    /**
     * Whether a fix is in this release: from its mainline release on, and in the stable releases that are known to have it.
     *
     * @param fix the fix
     * @return true if it is there
     */
    public boolean has(Fix fix) {
        return since(fix.mainline().major, fix.mainline().minor)
                || (stable > 0 && fix.backports().stream().anyMatch(backport -> backport.reaches(this)));
    }

    /**
     * The mainline release that a stable one comes from.
     *
     * @return this with 0 as its third number
     */
    public KernelVersion mainline() {
        return stable == 0 ? this : new KernelVersion(major, minor);
    }

    /**
     * Whether the kernel facts cover the release thinly: what changed after 7.0 is known in part only, so most rules are 7.0's.
     *
     * @return true from 7.1 on
     */
    public boolean isThinlyCovered() {
        return since(7, 1);
    }

    @Override
    public int compareTo(KernelVersion other) {
        noteComparison(other);
        other.noteComparison(this);
        int order = Integer.compare(release(), other.release());
        return order != 0 ? order : Integer.compare(stable, other.stable);
    }

    /** Older, the same or newer: two questions, and a stable release is newer than its mainline. */
    private void noteComparison(KernelVersion other) {
        if (asked != null) {
            since(other.release());
            since(other.release() + 1);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KernelVersion version && release() == version.release() && stable == version.stable;
    }

    @Override
    public int hashCode() {
        return release() * (MAX_STABLE + 1) + stable;
    }

    @Override
    public String toString() {
        return major + "." + minor + (stable == 0 ? "" : "." + stable);
    }
}
