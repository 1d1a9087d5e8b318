package io.github.accelbed.claims.verdict;

/**
 * A cell, reduced to where it stands and whether the thing in question is so there.
 *
 * @param kernel the release, such as {@code 5.9}
 * @param backend the row's id
 * @param holds whether it is so
 */
public record Point(String kernel, String backend, boolean holds) {

    /**
     * Where it stands in one dimension.
     *
     * @param dimension which
     * @return the kernel or backend
     */
    public String at(Dimension dimension) {
        return switch (dimension) {
            case KERNEL -> kernel;
            case BACKEND -> backend;
        };
    }
}
