package io.github.accelbed.drivers.forkcow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One order of the events after fork.
 *
 * @param deviceWrites whether the device's access is a write
 * @param events all four, the child's write before its exit
 */
record Order(boolean deviceWrites, List<ForkEvent> events) {

    Order {
        events = List.copyOf(events);
    }

    /** Every legal order: 12 with a device that reads, 12 with one that writes. */
    static List<Order> all() {
        List<List<ForkEvent>> found = new ArrayList<>();
        extend(new ArrayList<>(), found);
        List<Order> orders = new ArrayList<>();
        for (boolean writes : new boolean[] {false, true}) {
            found.forEach(events -> orders.add(new Order(writes, events)));
        }
        return orders;
    }

    private static void extend(List<ForkEvent> begun, List<List<ForkEvent>> found) {
        if (begun.size() == ForkEvent.values().length) {
            found.add(List.copyOf(begun));
            return;
        }
        for (ForkEvent event : ForkEvent.values()) {
            boolean legal = event != ForkEvent.CHILD_EXITS || begun.contains(ForkEvent.CHILD_WRITES);
            if (legal && !begun.contains(event)) {
                begun.add(event);
                extend(begun, found);
                begun.remove(begun.size() - 1);
            }
        }
    }

    /** As a sentence would say it. */
    String text() {
        return events.stream().map(event -> event.text(deviceWrites)).collect(Collectors.joining(", "));
    }
}
