package io.github.accelbed.explorer.spin;

import io.github.accelbed.model.KernelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A scenario on one backend and kernel, and the Promela model of the same.
 *
 * @param scenario the built-in scenario's name
 * @param model the model's file, without its suffix
 * @param backend the row's id
 * @param kernel the version
 * @param flags what else the model is told
 * @param expected the outcomes worked out by hand from the fact sheets
 */
record SpinCell(
        String scenario, String model, String backend, String kernel, List<String> flags, Set<String> expected) {

    /** What the model's preprocessor is told. */
    List<String> defines() {
        List<String> defines = new ArrayList<>();
        KernelVersion version = KernelVersion.parse(kernel);
        defines.add("-DKERNEL=" + (version.major() * 100 + version.minor()));
        defines.add("-DBACKEND=" + backend.toUpperCase(Locale.ROOT));
        flags.forEach(flag -> defines.add("-D" + flag));
        return defines;
    }

    @Override
    public String toString() {
        return scenario + " " + backend + " " + kernel;
    }
}
