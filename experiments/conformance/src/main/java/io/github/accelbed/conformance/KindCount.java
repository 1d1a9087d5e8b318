package io.github.accelbed.conformance;

/**
 * How often one kind of step was compared.
 *
 * @param agree same answers
 * @param differ different answers
 */
public record KindCount(long agree, long differ) {
    KindCount plus(KindCount other) {
        return new KindCount(agree + other.agree, differ + other.differ);
    }

    /**
     * All comparisons.
     *
     * @return those that agree and those that differ
     */
    public long compared() {
        return agree + differ;
    }
}
