package io.github.accelbed.fuzzer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.scenario.backend.Backends;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The programs of seed 1 that every build runs: nothing is wrong, and they are as many and as various as is said. */
class TwentyThousandTest {
    private static final int PROGRAMS = 20_000;
    private static final List<String> STEPS = List.of(
            ("bind clone close copy count create-mdev dup exec exit fork get isolate kill lease madvise map migrate mmap"
                            + " mprotect mremap munmap open pin plug put read region remove-mdev start swapout tag touch"
                            + " unmap unpin unplug unregion vfork write")
                    .split(" "));

    @Test
    void nothingIsWrongInTwentyThousandPrograms() {
        FuzzReport report = new Fuzzer(1, Bounds.DEFAULT)
                .run(0, PROGRAMS, Runtime.getRuntime().availableProcessors(), done -> {});
        String text = String.join("\n", FuzzText.of(report));

        assertThat(report.found()).as(text).isEmpty();
        Counts counts = report.counts();
        assertThat(counts.of(Counts.Table.STEPS)).as(text).containsKeys(STEPS.toArray(String[]::new));
        assertThat(counts.of(Counts.Table.ROWS))
                .as(text)
                .containsOnlyKeys(
                        Stream.concat(Stream.of("mm"), Backends.ids().stream()).toList());
        assertThat(counts.of(Counts.Table.KERNELS))
                .as(text)
                .containsOnlyKeys(Stream.concat(KernelVersion.RELEASES.stream(), Headers.STABLE.stream())
                        .map(Object::toString)
                        .toList());
        assertThat(counts.special()).as(text).isGreaterThan(PROGRAMS / 5);
        assertThat(counts.both()).as(text).isGreaterThan(PROGRAMS / 20);
        assertThat(counts.manyStates()).as(text).isGreaterThan(counts.both() / 2);
    }
}
