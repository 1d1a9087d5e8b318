package io.github.accelbed.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.conformance.agent.KernelFrames;
import io.github.accelbed.conformance.agent.KernelStep;
import io.github.accelbed.conformance.agent.KernelStep.Outcome;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.run.ModelTrace;
import io.github.accelbed.scenario.run.StepTrace;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Guards against a comparison that sees nothing, or that takes the kernel's frame numbers for something. The model's side is a real
 * trace; the kernel's is written by hand, the frames of A and then of B after each step.
 */
class PhysicalIdentityTest {
    private static final long NONE = KernelFrames.ABSENT;
    private static final long ZERO = KernelFrames.ZERO_PAGE;

    /** After these steps: A has a page, both share it, each has its own. */
    private static final String WRITTEN = """
            A: mmap b 1
            A: write b[0] 1
            A: fork B
            A: write b[0] 2
            """;

    private static @Nullable String difference(String steps, long[]... kernel) {
        Scenario scenario = Scenarios.of(steps);
        List<StepTrace> model = ModelTrace.of(scenario, Scenario.MM, KernelVersion.parse("6.18"), CostTable.defaults())
                .steps();
        PhysicalIdentity identity = new PhysicalIdentity();
        String found = null;
        for (int i = 0; i < model.size() && found == null; i++) {
            KernelStep step = new KernelStep(
                    Outcome.ANSWERED,
                    Symbol.OK,
                    List.of(new KernelFrames("A", "b", kernel[i][0]), new KernelFrames("B", "b", kernel[i][1])));
            found = identity.difference(Placement.of(model.get(i).frames(), Set.of()), Placement.of(step, Set.of()));
        }
        return found;
    }

    private static long[] frames(long a, long b) {
        return new long[] {a, b};
    }

    @Test
    void frameNumbersThemselvesMeanNothing() {
        assertThat(difference(WRITTEN, frames(NONE, NONE), frames(9, NONE), frames(9, 9), frames(77, 9)))
                .isNull();
    }

    @Test
    void aPageSharedInTheModelOnlyIsADifference() {
        assertThat(difference(WRITTEN, frames(NONE, NONE), frames(9, NONE), frames(9, 8), frames(77, 8)))
                .isEqualTo("B b[0] and A b[0] are one page in the model, two in the kernel");
    }

    @Test
    void aPageSharedInTheKernelOnlyIsADifference() {
        assertThat(difference(WRITTEN, frames(NONE, NONE), frames(9, NONE), frames(9, 9), frames(77, 77)))
                .isEqualTo("B b[0] and A b[0] are two pages in the model, one in the kernel");
    }

    @Test
    void aPageThatOnlyTheKernelCopiedIsADifference() {
        assertThat(difference("""
                                A: mmap b 1
                                A: write b[0] 1
                                A: write b[0] 2
                                """, frames(NONE, NONE), frames(9, NONE), frames(8, NONE)))
                .isEqualTo("A b[0] has kept its page in the model, got another page in the kernel");
    }

    @Test
    void aPageThatOnlyTheModelCopiedIsADifference() {
        assertThat(difference(WRITTEN, frames(NONE, NONE), frames(9, NONE), frames(9, 9), frames(9, NONE)))
                .isEqualTo("A b[0] has got another page in the model, kept its page in the kernel");
    }

    @Test
    void thePageOfZerosOnOneSideOnlyIsADifference() {
        assertThat(difference("A: mmap b 1\nA: read b[0]\n", frames(NONE, NONE), frames(9, NONE)))
                .isEqualTo("A b[0] is the zero page in the model, a page of its own in the kernel");
        assertThat(difference("A: mmap b 1\nA: write b[0] 1\n", frames(NONE, NONE), frames(ZERO, NONE)))
                .isEqualTo("A b[0] is a page of its own in the model, the zero page in the kernel");
    }

    @Test
    void whetherAPageIsPresentCountsInPrivateAnonymousMemory() {
        assertThat(difference("A: mmap b 1\n", frames(9, NONE)))
                .isEqualTo("A b[0] is not present in the model, present in the kernel");
        assertThat(difference("A: mmap b 1\nA: write b[0] 1\n", frames(NONE, NONE), frames(NONE, NONE)))
                .isEqualTo("A b[0] is present in the model, not present in the kernel");
    }

    @Test
    void whetherAPageIsPresentDoesNotCountInSharedMemory() {
        assertThat(difference("A: mmap b 1 shared\n", frames(9, NONE))).isNull();
    }

    /** A limit: whether fork hands a mapped zero page on depends on anon_vma and merged areas, which the model only approximates. */
    @Test
    void aZeroPageThatOneSideHasNotMappedIsNoDifference() {
        assertThat(difference("A: mmap b 1\n", frames(ZERO, NONE))).isNull();
        assertThat(difference("A: mmap b 1\nA: read b[0]\n", frames(NONE, NONE), frames(NONE, NONE)))
                .isNull();
    }
}
