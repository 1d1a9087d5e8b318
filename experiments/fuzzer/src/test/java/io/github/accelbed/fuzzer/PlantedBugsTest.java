package io.github.accelbed.fuzzer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.fuzzer.PlantedBug.Change;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards the fuzzer's teeth: a bug of each kind, planted in the model, the runner or the explorer, is found within 20,000 programs. */
class PlantedBugsTest {
    private static final long MOST = 20_000;

    @ParameterizedTest
    @CsvSource({
        // A notifier stays where it was when its owner is gone.
        "INTEGRITY, model.mm.MmuNotifierSubscriptions, remove, DOES_NOTHING",
        // A child that inherits a page in swap is not counted there.
        "EXCEPTION, model.mm.SwapSpace, duplicate, DOES_NOTHING",
        // Exploration takes every step for one retry too many.
        "OUTSIDE, scenario.run.SteppedRun, beyond, YES",
        // Every step is taken for independent of every other.
        "REDUCTION, explorer.search.Footprints$Places, independent, YES",
        // Whether a page is copied depends on where an object lies in the heap.
        "DIFFERENCE, model.mm.MainlineCowRules, reuses, BY_CHANCE",
        // A read-only pin unshares a page that is its own already, and again.
        "ENDLESS, model.mm.MainlineCowRules, mustUnshare, YES"
    })
    void aPlantedBugIsFound(FailureKind kind, String type, String method, Change change) throws Exception {
        PlantedBug planted = new PlantedBug(type, method, change);
        Object hunt = planted.loadClass(Hunt.class.getName())
                .getConstructor(String.class, long.class)
                .newInstance(kind.name(), MOST);
        assertThat(((Callable<?>) hunt).call()).asString().startsWith("found");
    }
}
