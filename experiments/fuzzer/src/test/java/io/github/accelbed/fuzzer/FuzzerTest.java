package io.github.accelbed.fuzzer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a run of the fuzzer comes to depends on nothing but its seed and numbers. */
class FuzzerTest {
    private static final Bounds FEW = new Bounds(100, 200_000, 0);

    @Test
    void threadsAndWhereItBeginsMakeNoDifference() {
        FuzzReport one = new Fuzzer(3, FEW).run(0, 120, 1, done -> {});
        FuzzReport three = new Fuzzer(3, FEW).run(0, 120, 3, done -> {});
        assertThat(FuzzText.of(three)).isEqualTo(FuzzText.of(one));
        assertThat(one.counts().programs()).isEqualTo(120);
    }

    @Test
    void aFifthHasAKillAPreemptOrAnEvent() {
        ProgramWriter writer = new ProgramWriter(1);
        int special = 0;
        for (int i = 0; i < 2_000; i++) {
            special += Counts.special(writer.program(i)) ? 1 : 0;
        }
        assertThat(special).isBetween(400, 600);
    }
}
