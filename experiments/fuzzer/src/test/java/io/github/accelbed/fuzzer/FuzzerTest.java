package io.github.accelbed.fuzzer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    /** Each process has an order of its own for the elements of {@code Set.of}, and addresses of its own. */
    @Test
    void twoProcessesGiveTheSameBytes() throws Exception {
        byte[] one = inAProcessOfItsOwn();
        assertThat(inAProcessOfItsOwn()).isEqualTo(one);
        assertThat(new String(one, StandardCharsets.UTF_8))
                .isEqualTo(String.join("\n", FuzzText.of(new Fuzzer(5, FEW).run(0, 150, 1, done -> {}))));
    }

    private static byte[] inAProcessOfItsOwn() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FuzzerTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] out = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return out;
    }

    /**
     * What such a process does.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        System.out.print(String.join("\n", FuzzText.of(new Fuzzer(5, FEW).run(0, 150, 1, done -> {}))));
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
