package io.github.accelbed.drivers.reclaim;

import java.util.Map;

/**
 * What is held after one event of a cell.
 *
 * @param event what happened last
 * @param held of each resource, how many
 * @param holder of each resource that is held, by whom
 * @param blocked whether the ending's own call has not returned
 */
record Phase(String event, Map<Resource, Long> held, Map<Resource, String> holder, boolean blocked) {

    Phase {
        held = Map.copyOf(held);
        holder = Map.copyOf(holder);
    }

    long held(Resource resource) {
        return held.getOrDefault(resource, 0L);
    }

    /** Kinds of resources that are held. */
    long kinds() {
        return held.values().stream().filter(count -> count > 0).count();
    }

    long total() {
        return held.values().stream().mapToLong(Long::longValue).sum();
    }

    String holder(Resource resource) {
        return holder.getOrDefault(resource, "");
    }
}
