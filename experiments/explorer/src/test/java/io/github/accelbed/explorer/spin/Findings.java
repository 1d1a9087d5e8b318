package io.github.accelbed.explorer.spin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What SPIN says about a cell, by two ways: what the model prints, and pan's verdict on an assertion, for which nothing that is
 * printed counts.
 *
 * @param search the search of all states, with the outcomes as they were printed
 * @param othersReached whether the assertion that there is no other outcome than the expected ones fails
 * @param notReached expected outcomes that pan does not find when it is told to find anything but the others
 */
record Findings(Verifier.Search search, boolean othersReached, List<String> notReached) {

    static Findings of(SpinCell race, Path folder) {
        Verifier verifier = Spin.verifier(race, Spin.QUICK_TO_BUILD, emptyFolder(folder));
        boolean othersReached = verifier.searchForOthersThan(race.expected()).errors() != 0;
        List<String> notReached = new ArrayList<>();
        for (String outcome : race.expected()) {
            List<String> others = new ArrayList<>(race.expected());
            others.remove(outcome);
            if (verifier.searchForOthersThan(others).errors() == 0) {
                notReached.add(outcome);
            }
        }
        return new Findings(verifier.search(), othersReached, notReached);
    }

    private static Path emptyFolder(Path parent) {
        try {
            return Files.createTempDirectory(parent, "pan");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
