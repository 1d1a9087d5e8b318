package io.github.accelbed.fuzzer;

import io.github.accelbed.fuzzer.Sketch.Buffer;
import io.github.accelbed.fuzzer.Sketch.Named;
import io.github.accelbed.fuzzer.Sketch.Proc;
import io.github.accelbed.fuzzer.Sketch.Queue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.program.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses who and what a step is about: what makes sense, or, once in a while, anything that has a name. Within a branch it is mostly the
 * same process, so that branches are not all in each other's way.
 */
final class Choice {
    private static final List<String> VALUES = List.of("1", "2", "7", "-1", "\"x\"", "\"y\"", "0", "\"a b\"");

    final Dice dice;
    final Sketch sketch;
    final Headers headers;
    private final int misuse;
    private @Nullable Proc favourite;
    private boolean wrong;

    /** Chooses; one step in so many is a misuse. */
    Choice(Dice dice, Sketch sketch, Headers headers, int misuse) {
        this.dice = dice;
        this.sketch = sketch;
        this.headers = headers;
        this.misuse = misuse;
    }

    /** Before each step: whether it is one of the misuses. */
    void turn() {
        wrong = dice.oneIn(misuse);
    }

    void favour(@Nullable Proc proc) {
        favourite = proc;
    }

    <N extends Named> @Nullable N any(Class<N> kind, Predicate<? super N> wanted) {
        List<N> found = sketch.known(kind, wanted);
        if (found.isEmpty() && wrong) {
            found = sketch.known(kind, unused -> true);
        }
        return found.isEmpty() ? null : dice.any(found);
    }

    Proc proc() {
        if (favourite != null && favourite.acts() && !dice.oneIn(4)) {
            return favourite;
        }
        Proc proc = any(Proc.class, wrong ? unused -> true : Proc::acts);
        return proc == null ? sketch.known(Proc.class, unused -> true).get(0) : proc;
    }

    /** Where something is mapped, unless it is a misuse. */
    @Nullable
    Buffer buffer(Proc proc) {
        return any(Buffer.class, wrong ? unused -> true : proc.mapped::contains);
    }

    @Nullable
    Queue queue(@Nullable AccessStep step) {
        return any(
                Queue.class,
                queue -> (queue.open || wrong)
                        && (step == null || headers.offered(queue.device).contains(step)));
    }

    /** The name of a call. */
    @Nullable
    String call(Set<String> offered) {
        return offered.isEmpty() ? null : dice.any(List.copyOf(offered));
    }

    /** Arguments of a call: ids of objects and such. */
    String numbers(int count) {
        return Stream.generate(() -> " " + dice.below(6)).limit(count).collect(Collectors.joining());
    }

    String page(Buffer buffer) {
        return buffer.pages == 1 || dice.oneIn(3) ? buffer.name : buffer.name + "[" + index(buffer) + "]";
    }

    /** A few pages, since whoever makes a call for each page is slow, or all. */
    String range(Buffer buffer) {
        if (buffer.pages == 1 || dice.oneIn(3)) {
            return buffer.name;
        }
        int first = index(buffer);
        int pages = Math.min(buffer.pages - first, 1 + dice.below(3));
        return pages == 1
                ? buffer.name + "[" + first + "]"
                : buffer.name + "[" + first + ".." + (first + pages - 1) + "]";
    }

    private int index(Buffer buffer) {
        return dice.oneIn(2) ? dice.of(0, buffer.pages - 1) : dice.below(buffer.pages);
    }

    String value() {
        return dice.any(VALUES);
    }

    String device() {
        List<String> kinds = headers.kinds();
        return dice.oneIn(2) ? kinds.get(0) : dice.any(kinds);
    }

    /** A device whose row has a step; null if there is none. */
    @Nullable
    String device(AccessStep step) {
        List<String> found = new ArrayList<>(headers.kinds());
        found.removeIf(kind -> !headers.offered(kind).contains(step));
        return found.isEmpty() ? null : dice.any(found);
    }

    /** A right in front of which stands a blank, or nothing. */
    String right() {
        return dice.of("", " rw", " ro");
    }
}
