package io.github.accelbed.model.mm;

import static io.github.accelbed.model.mm.GetUserPages.FOLL_LONGTERM;
import static io.github.accelbed.model.mm.GetUserPages.FOLL_PIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of eras of the facts on memory management, typed by hand, at the first and the last release of each. */
class CowRulesTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            kernel, era, writer keeps a pinned page, fork copies it, get breaks COW, pin unshares, longterm pin of a file page unshares
            4.20,   E1,  true,                       false,          false,          false,        false
            5.7,    E1,  true,                       false,          false,          false,        false
            5.8,    E2,  true,                       false,          true,           false,        false
            5.9,    E3,  false,                      true,           false,          false,        false
            5.18,   E3,  false,                      true,           false,          false,        false
            5.19,   E4,  false,                      true,           false,          true,         false
            6.1,    E4,  false,                      true,           false,          true,         false
            6.2,    E5,  false,                      true,           false,          true,         true
            6.18,   E5,  false,                      true,           false,          true,         true
            """)
    void aKernelAnswersAsItsEra(
            String kernel,
            String era,
            boolean keepsPinned,
            boolean copiesAtFork,
            boolean getBreaksCow,
            boolean pinUnshares,
            boolean longtermPinOfFilePageUnshares) {
        CowRules rules = CowRules.of(KernelVersion.parse(kernel));
        PhysicalMemory memory = new PhysicalMemory(4, 64);
        int shared = memory.alloc();
        memory.mapNew(shared);
        memory.setAnon(shared);
        memory.pin(shared, rules.pinBias());
        int own = memory.alloc();
        memory.mapNew(own);
        memory.setAnon(own);
        memory.setExclusive(own, true);
        memory.pin(own, rules.pinBias());
        int file = memory.alloc();
        memory.setPageCache(file, true);

        assertThat(rules.era()).isEqualTo(era);
        assertThat(rules.reuses(memory, shared, 0)).isEqualTo(keepsPinned);
        assertThat(rules.reuses(memory, shared, 1))
                .as("a swap entry refers to it, too")
                .isFalse();
        assertThat(rules.copiesAtFork(memory, own, true)).isEqualTo(copiesAtFork);
        assertThat(rules.copiesAtFork(memory, own, false))
                .as("no pin was ever taken")
                .isFalse();
        assertThat(rules.forcesCowBreak()).isEqualTo(getBreaksCow);
        assertThat(rules.mustUnshare(memory, shared, FOLL_PIN, true)).isEqualTo(pinUnshares);
        assertThat(rules.mustUnshare(memory, shared, 0, true)).as("a get").isFalse();
        assertThat(rules.mustUnshare(memory, file, FOLL_PIN | FOLL_LONGTERM, true))
                .isEqualTo(longtermPinOfFilePageUnshares);
        assertThat(rules.mustUnshare(memory, file, FOLL_PIN, true))
                .as("a short pin")
                .isFalse();
    }
}
