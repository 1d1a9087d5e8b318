package io.github.accelbed.conformance.program;

import io.github.accelbed.conformance.program.Sketch.Area;
import io.github.accelbed.conformance.program.Sketch.Proc;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.ProcessName;
import java.util.Map;

/**
 * What is settled before a step is chosen.
 *
 * @param proc the process that acts, if it is a step of a process
 * @param wrong whether the step is to be wrong on purpose
 * @param register what it binds
 */
record Turn(Proc proc, boolean wrong, String register) {

    ProcessName process() {
        return proc.name;
    }

    /** Whether the step is believed to be carried out at all. */
    boolean acts() {
        return proc.acts();
    }

    Map<BufferName, Area> areas() {
        return proc.areas;
    }
}
