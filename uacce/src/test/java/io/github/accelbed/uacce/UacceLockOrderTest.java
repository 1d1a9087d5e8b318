package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.process.Task;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which locks each call takes, in order, and what is taken inside what. Each kernel stands for its era. */
class UacceLockOrderTest {
    private static final String GROUP = "iommu_group->mutex";

    private static List<String> words(String list) {
        return List.of(list.split(" \\+ "));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "5.7, uacce->mm_lock + iommu_group->mutex + mmap_lock",
        "5.17, iommu_group->mutex + mmap_lock + uacce->queues_lock",
        "6.1, uacce->mutex + iommu_group->mutex + mmap_lock",
        "7.0, uacce->mutex + iommu_group->mutex + mmap_lock"
    })
    void anOpenTakesTheseLocks(String kernel, String locks) {
        UacceWorld w = new UacceWorld(kernel);
        assertThat(w.locksOf(w::openRaw)).isEqualTo(words(locks));
    }

    /** A second open of the same process registers no notifier; in 5.7 it does not even bind. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "5.7, uacce->mm_lock + uacce_mm->lock",
        "5.17, iommu_group->mutex + uacce->queues_lock",
        "6.1, uacce->mutex + iommu_group->mutex",
        "7.0, uacce->mutex + iommu_group->mutex"
    })
    void aSecondOpenOfAProcessTakesTheseLocks(String kernel, String locks) {
        UacceWorld w = new UacceWorld(kernel);
        w.openRaw();
        assertThat(w.locksOf(w::openRaw)).isEqualTo(words(locks));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "4.20, uacce_mutex + mmap_lock + iommu_group->mutex",
        "5.7, uacce_mutex + uacce->mm_lock + uacce_mm->lock + iommu_group->mutex",
        "5.17, uacce->queues_lock + uacce_mutex + iommu_group->mutex",
        "6.1, uacce->mutex + iommu_group->mutex",
        "7.0, uacce->mutex + iommu_group->mutex"
    })
    @Tag("unverified")
    void aCloseTakesTheseLocks(String kernel, String locks) {
        UacceWorld w = new UacceWorld(kernel);
        UacceQueue q = w.openRaw();
        assertThat(w.locksOf(() -> w.m.closeRaw(w.a, q))).isEqualTo(words(locks));
    }

    /** {@code uacce_mm_put}, {@code uacce_sva_exit} (drivers/misc/uacce/uacce.c of 5.7). */
    @Test
    void anotherQueueOfTheBindKeepsItAndTheEndOfTheMmPutsEachUnderTheBindsLock() {
        UacceWorld w = new UacceWorld("5.7");
        UacceQueue q = w.openRaw();
        w.openRaw();
        assertThat(w.locksOf(() -> w.m.closeRaw(w.a, q)))
                .isEqualTo(words("uacce_mutex + uacce->mm_lock + uacce_mm->lock"));
        assertThat(w.locksOf(() -> w.m.exit(w.a))).containsSubsequence("uacce_mm->lock", "uacce_mutex");
    }

    /** {@code out_with_mm} of {@code uacce_fops_open}: the bind goes with the queue that got no hardware. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "5.7, uacce->mm_lock + iommu_group->mutex + mmap_lock + uacce->mm_lock + uacce_mm->lock + iommu_group->mutex",
        "5.17, iommu_group->mutex + mmap_lock + iommu_group->mutex",
        "6.1, uacce->mutex + iommu_group->mutex + mmap_lock + iommu_group->mutex"
    })
    void anOpenWithoutAHardwareQueueTakesTheseLocks(String kernel, String locks) {
        UacceWorld w = new UacceWorld(kernel);
        Task b = w.m.task("B");
        w.m.open(b, UacceWorld.RAW);
        w.m.open(b, UacceWorld.RAW);
        assertThat(w.locksOf(w::tryOpenRaw)).isEqualTo(words(locks));
        w.m.check();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"4.20, uacce_mutex", "5.7, uacce_mutex", "5.17, uacce_mutex", "6.1, uacce->mutex", "7.0, uacce->mutex"})
    void putTakesTheseLocks(String kernel, String locks) {
        UacceWorld w = new UacceWorld(kernel);
        UacceQueue q = w.openRaw();
        assertThat(w.locksOf(() -> w.m.putQueue(w.a, q))).isEqualTo(words(locks));
    }

    /** mmap enters with mmap_lock, so it may not take the device's mutex, under which open binds. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "4.20, mmap_lock + uacce_mutex",
        "5.7, mmap_lock + uacce_mutex",
        "5.17, mmap_lock + uacce_mutex",
        "6.1, mmap_lock + q->mutex",
        "7.0, mmap_lock + q->mutex"
    })
    void mmapTakesTheseLocks(String kernel, String locks) {
        UacceWorld w = new UacceWorld(kernel);
        UacceQueue q = w.openRaw();
        assertThat(w.locksOf(() -> w.m.region(w.a, q, RegionKind.MMIO))).isEqualTo(words(locks));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "5.7, uacce->mm_lock + uacce_mutex + iommu_group->mutex",
        "5.17, uacce->queues_lock + uacce_mutex + iommu_group->mutex",
        "6.1, uacce->mutex + q->mutex + iommu_group->mutex",
        "7.0, uacce->mutex + q->mutex + iommu_group->mutex"
    })
    void removalTakesTheseLocks(String kernel, String locks) {
        UacceWorld w = new UacceWorld(kernel);
        w.openRaw();
        assertThat(w.locksOf(w.m::unplug)).isEqualTo(words(locks));
    }

    /**
     * The review of the sixth posting: mmap takes uacce_mutex inside mmap_lock, release takes mmap_lock inside uacce_mutex; and bind takes
     * mmap_lock inside the group's mutex, which release takes inside uacce_mutex.
     */
    @Test
    void theSixthPostingTakesThreeLocksInACircle() {
        UacceWorld w = new UacceWorld("4.20");
        List<String> open = w.locksOf(w::openRaw);
        assertThat(open).containsSubsequence(GROUP, "mmap_lock");
        UacceQueue q = w.openRaw();
        assertThat(w.locksOf(() -> w.m.region(w.a, q, RegionKind.MMIO)))
                .containsSubsequence("mmap_lock", "uacce_mutex");
        w.m.unregion(w.a, q, RegionKind.MMIO);
        assertThat(w.locksOf(() -> w.m.closeRaw(w.a, q)))
                .containsSubsequence("uacce_mutex", "mmap_lock")
                .containsSubsequence("uacce_mutex", GROUP);
    }
}
