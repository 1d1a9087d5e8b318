package io.github.accelbed.fuzzer;

/**
 * What a program shows.
 *
 * @param number which program of its seed
 * @param kind what kind of mistake
 * @param detail the exception, or the outcomes that differ
 * @param where what tells one mistake from another of its kind: the place that threw, or the books' complaint without its numbers
 */
public record Failure(long number, FailureKind kind, String detail, String where) {

    /** Whether the other is, as far as can be told, the same mistake. */
    boolean alike(Failure other) {
        return kind == other.kind && where.equals(other.where);
    }
}
