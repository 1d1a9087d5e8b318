package io.github.accelbed.conformance.program;

import java.util.List;
import java.util.Random;

/** The choices of a random program. Only {@link Random#nextInt(int)} is used, whose results the Java specification fixes. */
final class Dice {
    private final Random random;

    Dice(Random random) {
        this.random = random;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
