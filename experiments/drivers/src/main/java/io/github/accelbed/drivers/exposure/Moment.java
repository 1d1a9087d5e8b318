package io.github.accelbed.drivers.exposure;

import java.util.EnumMap;
import java.util.Map;

/**
 * One row and kernel after one event.
 *
 * @param backend the row
 * @param kernel the release
 * @param event what happened last
 * @param answer what it answered
 * @param areas what the device can read of each area
 * @param reachable frames that are reachable by the row's own books
 */
record Moment(String backend, String kernel, Event event, String answer, Map<Area, Exposed> areas, long reachable) {

    Moment {
        areas = new EnumMap<>(areas);
    }

    Exposed of(Area area) {
        return areas.getOrDefault(area, new Exposed(0, 0, 0, 0));
    }

    Exposed all() {
        return areas.values().stream().reduce(new Exposed(0, 0, 0, 0), Exposed::plus);
    }
}
