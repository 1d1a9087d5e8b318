package io.github.accelbed.conformance.agent;

import java.util.ArrayList;
import java.util.List;

/** Names of one kind, numbered in the order in which they come. */
final class Numbers {
    private final String kind;
    private final int limit;
    private final List<String> names = new ArrayList<>();

    Numbers(String kind, int limit) {
        this.kind = kind;
        this.limit = limit;
    }

    int of(String name) {
        int number = names.indexOf(name);
        if (number >= 0) {
            return number;
        }
        if (names.size() == limit) {
            throw new ProgramTooLargeException("more than " + limit + " " + kind);
        }
        names.add(name);
        return names.size() - 1;
    }

    String name(int number) {
        return names.get(number);
    }
}
