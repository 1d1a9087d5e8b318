package io.github.accelbed.scenario.program;

import java.util.List;
import java.util.Random;

/** The choices of a random program. Only {@link Random#nextInt(int)} is used, whose results the Java specification fixes. */
public final class Dice {
    private final Random random;

    /**
     * Dice that fall as a generator says.
     *
     * @param random with a seed of its own
     */
    public Dice(Random random) {
        this.random = random;
    }

    /**
     * A number.
     *
     * @param bound above 0
     * @return 0 to one less than the bound, each as likely
     */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /**
     * Whether something rare happens.
     *
     * @param times above 0
     * @return true once in so many times
     */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /**
     * One of several.
     *
     * @param choices at least one
     * @param <T> of what
     * @return each as likely
     */
    public <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /**
     * One of several.
     *
     * @param choices at least one
     * @param <T> of what
     * @return each as likely
     */
    @SafeVarargs
    public final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
