package io.github.accelbed.model.access;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a row offers by the names that the kernel has for it, where no step of its own asks for it: ioctls, file operations, sysfs files.
 *
 * @param <S> what they are called on: a {@link Caller} with its queue, or a device
 */
public final class RawCalls<S> {

    /**
     * One call.
     *
     * @param <S> what it is called on
     */
    @FunctionalInterface
    public interface Maker<S> {
        /**
         * Makes it ready.
         *
         * @param subject what it is called on
         * @param arguments as many as the table says; a range of pages is two, the first page and how many
         * @return the operation
         */
        AccessOperation<?> make(S subject, long[] arguments);
    }

    private record Call<S>(int arguments, Maker<S> maker) {}

    private final Map<String, Call<S>> calls = new LinkedHashMap<>();

    /**
     * Adds a call.
     *
     * @param name its name
     * @param arguments how many numbers it takes
     * @param maker what it is
     * @return this
     */
    public RawCalls<S> on(String name, int arguments, Maker<S> maker) {
        calls.put(name, new Call<>(arguments, maker));
        return this;
    }

    /**
     * What there is.
     *
     * @return how many numbers each call takes
     */
    public Map<String, Integer> arguments() {
        Map<String, Integer> arguments = new LinkedHashMap<>();
        calls.forEach((name, call) -> arguments.put(name, call.arguments));
        return arguments;
    }

    /**
     * Why there is no such call.
     *
     * @param name a name
     * @param arguments how many numbers it is given
     * @return null if there is
     */
    public @Nullable String whyNot(String name, int arguments) {
        Call<S> call = calls.get(name);
        if (call == null) {
            return "this row has no call " + name + "; "
                    + (calls.isEmpty() ? "it has none at all" : "it has " + String.join(", ", calls.keySet()));
        }
        return call.arguments == arguments
                ? null
                : name + " takes " + call.arguments + " numbers and not " + arguments
                        + ", where a range of pages is two";
    }

    /**
     * Makes a call ready.
     *
     * @param name one that there is
     * @param subject what it is called on
     * @param arguments its numbers
     * @return the operation
     */
    public AccessOperation<?> make(String name, S subject, long... arguments) {
        Call<S> call = calls.get(name);
        if (call == null) {
            throw new IllegalArgumentException(name);
        }
        return call.maker.make(subject, arguments);
    }
}
