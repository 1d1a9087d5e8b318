package io.github.accelbed.drivers.exhaustion;

/**
 * Something that happens to a client or a manager.
 *
 * @param ns when
 * @param number the order of events of one moment
 * @param action what
 */
record Event(long ns, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
        return ns != other.ns ? Long.compare(ns, other.ns) : Long.compare(number, other.number);
    }
}
