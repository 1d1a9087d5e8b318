package io.github.accelbed.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Guards against cells that are given up for garbage, and against a collection after every step. */
class HeapLimitTest {
    private final AtomicInteger collections = new AtomicInteger();
    private double used;

    private HeapLimit heap(double left) {
        return new HeapLimit(() -> used, () -> {
            collections.incrementAndGet();
            used = left;
        });
    }

    @Test
    void garbageDoesNotFillIt() {
        HeapLimit heap = heap(0.5);
        used = 0.99;

        assertThat(heap.isFull(1_000_000)).isFalse();
        assertThat(collections).hasValue(1);
    }

    @Test
    void whatIsLeftAfterACollectionDoes() {
        HeapLimit heap = heap(0.9);
        used = 0.99;

        assertThat(heap.isFull(1_000_000)).isTrue();
    }

    @Test
    void aSmallCellIsNotWhatFillsIt() {
        HeapLimit heap = heap(0.9);
        used = 0.99;

        assertThat(heap.isFull(100)).isFalse();
        assertThat(collections).hasValue(0);
    }

    @Test
    void itIsCollectedOnlyAfterSomeGrowth() {
        HeapLimit heap = heap(0.84);
        for (int states = 0; states < 1_000_000; states++) {
            used = 0.9;
            assertThat(heap.isFull(states)).isFalse();
        }
        assertThat(collections).hasValueLessThan(300);
    }
}
