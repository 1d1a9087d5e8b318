package io.github.accelbed.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.fault.FailNth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a merge of pages, its undoing, and the making of a huge page ask for, and what each answers if it does not get it. */
class MergeAllocationsTest {
    private static final List<String> TWINS =
            List.of("A: mmap b 2", "A: write b[0] 5", "A: write b[1] 5", "A: madvise b mergeable");

    private static final List<String> MERGED = with(TWINS, "root: ksm");

    private static final List<String> PIECES =
            List.of("A: mmap h 512", "A: write h[0] 1", "A: write h[1] 1", "root: swapout A h[0]");

    /** Of one call: what its n-th attempt is for, and the answer without it. */
    private static List<String> failures(List<String> setting, String call, KernelVersion kernel) {
        List<String> found = new ArrayList<>();
        while (true) {
            Contest contest = Objects.requireNonNull(Contest.start(List.of(), setting, Call.all(call), "mm", kernel));
            FailNth nth = new FailNth(found.size() + 1L);
            contest.inject(nth);
            contest.steps(0, Integer.MAX_VALUE);
            contest.inject(null);
            Allocation failed = nth.failed().orElse(null);
            if (failed == null) {
                assertThat(contest.answer(0)).isEqualTo("ok");
                return found;
            }
            found.add(failed.text() + " " + contest.answer(0));
            contest.kill(call);
        }
    }

    private static List<String> with(List<String> setting, String more) {
        List<String> all = new ArrayList<>(setting);
        all.add(more);
        return List.copyOf(all);
    }

    /** ksmd comes by again: {@code alloc_rmap_item}, {@code alloc_stable_node_dup}; of the second page after both were given up. */
    @ParameterizedTest
    @CsvSource({"4.20", "5.8", "5.17", "6.1", "7.0"})
    void ksmd(String kernel) {
        assertThat(failures(TWINS, "root: ksm", KernelVersion.parse(kernel)))
                .containsExactly("kernel object ok", "kernel object ok");
    }

    /** {@code __ksm_enter}, of which madvise makes EAGAIN. */
    @ParameterizedTest
    @CsvSource({"4.20", "5.8", "5.17", "6.1", "7.0"})
    void mergeable(String kernel) {
        assertThat(failures(List.of("A: mmap b 1"), "A: madvise b mergeable", KernelVersion.parse(kernel)))
                .containsExactly("kernel object EAGAIN");
    }

    /** Each page that is given up is a fault; from 5.1 to 5.8 the last one keeps the KSM page. */
    @ParameterizedTest
    @CsvSource({"4.20,2", "5.1,1", "5.8,1", "5.9,2", "5.17,2", "6.1,2", "7.0,2"})
    void unmergeable(String kernel, int pages) {
        assertThat(failures(MERGED, "A: madvise b unmergeable", KernelVersion.parse(kernel)))
                .hasSize(pages)
                .containsOnly("page EAGAIN");
    }

    @ParameterizedTest
    @CsvSource({"4.20,2", "5.1,1", "5.8,1", "5.9,2", "5.17,2", "6.1,2", "7.0,2"})
    void mremapOfMergedPages(String kernel, int pages) {
        assertThat(failures(MERGED, "A: mremap b moved", KernelVersion.parse(kernel)))
                .hasSize(pages)
                .containsOnly("page ENOMEM");
    }

    /** {@code struct collapse_control}, the huge page, and the page that comes back from swap. */
    @ParameterizedTest
    @CsvSource({"6.1", "6.18", "7.0"})
    void collapse(String kernel) {
        assertThat(failures(PIECES, "A: madvise h collapse", KernelVersion.parse(kernel)))
                .containsExactly("kernel object ENOMEM", "huge page ENOMEM", "page EINVAL");
    }

    /** Up to 5.7 it does not touch what was part of a huge page. */
    @ParameterizedTest
    @CsvSource({"5.8", "5.17", "6.1", "7.0"})
    void khugepaged(String kernel) {
        List<String> asked = List.of("A: mmap h 512 huge", "A: write h[0] 1", "A: madvise h[1] dontneed");

        assertThat(failures(asked, "root: khugepaged A h", KernelVersion.parse(kernel)))
                .containsExactly("huge page ENOMEM");
    }
}
