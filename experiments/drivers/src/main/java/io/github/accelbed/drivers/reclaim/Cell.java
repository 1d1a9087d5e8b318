package io.github.accelbed.drivers.reclaim;

import java.util.List;

/**
 * One ending on one row and kernel.
 *
 * @param backend the row
 * @param kernel the release
 * @param ending how it ended
 * @param phases before the ending, after it, and after each event that may free what is left
 */
record Cell(String backend, String kernel, Ending ending, List<Phase> phases) {
    static final String NEVER = "never";
    static final String BY_THE_ENDING = "the ending itself";

    Cell {
        phases = List.copyOf(phases);
    }

    Phase afterEnding() {
        return phases.get(1);
    }

    /** After the last event that is a client's; what root or its manager does comes later. */
    Phase withoutProcesses() {
        Phase last = afterEnding();
        for (Phase phase : phases.subList(1, phases.size())) {
            if (!CellRun.REMOVALS.contains(phase.event())) {
                last = phase;
            }
        }
        return last;
    }

    /** The event that frees a resource for good; empty if the client never had it. */
    String until(Resource resource) {
        if (phases.stream().allMatch(phase -> phase.held(resource) == 0)) {
            return "";
        }
        String event = NEVER;
        for (int i = phases.size() - 1; i >= 1 && phases.get(i).held(resource) == 0; i--) {
            event = i == 1 ? BY_THE_ENDING : phases.get(i).event();
        }
        return event;
    }

    /** When the ending's own call returned. */
    String returned() {
        for (int i = 1; i < phases.size(); i++) {
            if (!phases.get(i).blocked()) {
                return i == 1 ? "at once" : "after " + phases.get(i).event();
            }
        }
        return NEVER;
    }
}
