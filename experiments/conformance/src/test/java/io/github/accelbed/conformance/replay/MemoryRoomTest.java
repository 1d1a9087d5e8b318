package io.github.accelbed.conformance.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Guards against storms that leave no memory to anybody else. */
class MemoryRoomTest {
    private static final long GIB = 1L << 30;

    @Test
    void anEighthOfWhatIsAvailableStaysFree() {
        long pages = new MemoryRoom(8 * GIB, 100 * GIB).maxPages();

        assertThat(MemoryRoom.bytes(pages)).isBetween(7 * GIB - MemoryRoom.bytes(1), 7 * GIB);
    }

    @Test
    void aPageTakesItselfItsCopyTheirEntriesAndTheModelsFrames() {
        assertThat(MemoryRoom.bytes(1)).isEqualTo(4096 + 4096 + 8 + 8 + 96);
    }

    @Test
    void aSmallHeapIsTheLimitWhereThereIsMuchMemory() {
        assertThat(new MemoryRoom(1000 * GIB, 96_000_000).maxPages()).isEqualTo(1_000_000);
    }
}
