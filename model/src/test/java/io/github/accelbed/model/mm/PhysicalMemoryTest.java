package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhysicalMemoryTest {
    private static final int HUGE = PhysicalMemory.HUGE_PAGES;

    @Test
    void theFrameFreedLastIsUsedFirst() {
        PhysicalMemory memory = new PhysicalMemory(4, 64);
        int first = memory.alloc();
        int second = memory.alloc();
        memory.put(first, 1);
        memory.put(second, 1);
        assertThat(memory.alloc()).isEqualTo(second);
        assertThat(memory.alloc()).isEqualTo(first);
    }

    @Test
    void aFreedFrameKeepsItsContentsUntilItsNextOwnerGetsItZeroed() {
        PhysicalMemory memory = new PhysicalMemory(4, 64);
        int frame = memory.alloc();
        memory.write(frame, 7);
        memory.put(frame, 1);
        assertThat(memory.isFree(frame)).isTrue();
        assertThat(memory.read(frame)).isEqualTo(7);
        assertThat(memory.alloc()).isEqualTo(frame);
        assertThat(memory.read(frame)).isZero();
    }

    @Test
    void memoryGrowsToItsLimitAndNoFurther() {
        PhysicalMemory memory = new PhysicalMemory(2, 6);
        Set<Integer> frames = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            frames.add(memory.alloc());
        }
        assertThat(frames).hasSize(5).doesNotContain(PhysicalMemory.NONE, PhysicalMemory.ZERO_PAGE);
        assertThat(memory.alloc()).isEqualTo(PhysicalMemory.NONE);
        assertThat(memory.used()).isEqualTo(5);
    }

    @Test
    void aCompoundPageIsAlignedAndCountsAtItsHead() {
        PhysicalMemory memory = new PhysicalMemory(4, 4096);
        memory.alloc();
        int head = memory.allocHuge();
        assertThat(head % HUGE).isZero();
        assertThat(memory.head(head + 300)).isEqualTo(head);
        memory.get(head + 300, 2);
        assertThat(memory.refcount(head)).isEqualTo(3);
        assertThat(memory.used()).isEqualTo(1 + HUGE);
        memory.put(head + 300, 3);
        assertThat(memory.used()).isEqualTo(1);
        assertThat(memory.isFree(head + 300)).isTrue();
        assertThat(memory.allocHuge()).as("the block freed last").isEqualTo(head);
    }

    @Test
    void theFramesThatAlignmentSkipsAreUsedAsSmallOnes() {
        PhysicalMemory memory = new PhysicalMemory(4, 2 * HUGE);
        int head = memory.allocHuge();
        assertThat(head).isEqualTo(HUGE);
        for (int i = 1; i < HUGE; i++) {
            assertThat(memory.alloc()).isEqualTo(i);
        }
        assertThat(memory.alloc()).isEqualTo(PhysicalMemory.NONE);
        assertThat(memory.allocHuge()).isEqualTo(PhysicalMemory.NONE);
    }

    @Test
    void aPinAddsTheBiasToASmallPageAndOneToACompoundPage() {
        PhysicalMemory memory = new PhysicalMemory(4, 4096);
        int small = memory.alloc();
        int head = memory.allocHuge();
        memory.pin(small, 1024);
        memory.pin(head + 5, 1024);
        assertThat(memory.refcount(small)).isEqualTo(1025);
        assertThat(memory.refcount(head)).isEqualTo(2);
        assertThat(memory.maybeDmaPinned(small, 1024)).isTrue();
        assertThat(memory.maybeDmaPinned(head + 9, 1024)).isTrue();
        memory.unpin(small, 1024);
        memory.unpin(head + 5, 1024);
        assertThat(memory.maybeDmaPinned(small, 1024)).isFalse();
        assertThat(memory.maybeDmaPinned(head + 9, 1024)).isFalse();
    }

    @Test
    void manyOrdinaryReferencesLookLikeAPin() {
        PhysicalMemory memory = new PhysicalMemory(4, 64);
        int frame = memory.alloc();
        memory.get(frame, 1022);
        assertThat(memory.maybeDmaPinned(frame, 1024)).isFalse();
        memory.get(frame, 1);
        assertThat(memory.maybeDmaPinned(frame, 1024)).isTrue();
    }

    @Test
    void booksThatFallBelowZeroAreRefused() {
        PhysicalMemory memory = new PhysicalMemory(4, 64);
        int frame = memory.alloc();
        assertThatThrownBy(() -> memory.put(frame, 2)).isInstanceOf(IllegalStateException.class);
        int other = memory.alloc();
        assertThatThrownBy(() -> memory.unmap(other)).isInstanceOf(IllegalStateException.class);
        int mapped = memory.alloc();
        memory.map(mapped);
        assertThatThrownBy(() -> memory.put(mapped, 2)).hasMessage("a mapped frame was freed");
    }
}
