package io.github.accelbed.model;

/**
 * A mainline Linux release, the input that every era's rules are chosen by.
 *
 * <p>A version means mainline's {@code .0} of that number; stable backports are not modelled, so there is no third
 * component. Ordering is numeric: 5.9 comes before 5.10.
 *
 * @param major the first number, at least 2
 * @param minor the second number, 0 to 99
 */
@Unwoven
public record KernelVersion(int major, int minor) implements Comparable<KernelVersion> {

    /** Checks the ranges. */
    public KernelVersion {
        if (major < 2 || major > 99 || minor < 0 || minor > 99) {
            throw new IllegalArgumentException("no kernel version: " + major + "." + minor);
        }
    }

    /**
     * Reads {@code 5.9}.
     *
     * @param text two decimal numbers with one dot
     * @return the version
     * @throws IllegalArgumentException if the text has another form; stable releases such as {@code 5.8.12} are refused
     */
    public static KernelVersion parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 1 || text.length() > 5 || !text.matches("[1-9][0-9]?\\.(0|[1-9][0-9]?)")) {
            throw new IllegalArgumentException("'" + text
                    + "' is no kernel version; write two numbers such as 5.9 (stable releases are not modelled)");
        }
        return new KernelVersion(Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
    }

    /**
     * Whether this release is {@code other} or newer.
     *
     * @param other the release to compare with
     * @return true if this is not older
     */
    public boolean atLeast(KernelVersion other) {
        return compareTo(other) >= 0;
    }

    /**
     * Whether this release is {@code major.minor} or newer; the form in which the rules name their first kernel.
     *
     * @param sinceMajor first number
     * @param sinceMinor second number
     * @return true if this is not older
     */
    public boolean since(int sinceMajor, int sinceMinor) {
        return major != sinceMajor ? major > sinceMajor : minor >= sinceMinor;
    }

    @Override
    public int compareTo(KernelVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
