package io.github.accelbed.conformance.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[    5.1] kernel BUG at mm/slub.c:428! | kernel BUG at mm/slub.c:428!",
                "[    5.1][  T23] BUG: unable to handle page fault | BUG: unable to handle page fault",
                // Without CONFIG_PRINTK_TIME.
                "general protection fault: 0000 [#1] | general protection fault: 0000 [#1]",
                "watchdog: BUG: soft lockup | watchdog: BUG: soft lockup"
            })
    void theFirstComplaintIsFoundWithATimeAndWithout(String line, String complaint) {
        assertThat(Guest.firstComplaint("Run /init as init process\r\n" + line + "\r\nKernel panic - not syncing\r\n"))
                .contains(complaint);
    }

    @ParameterizedTest
    @CsvSource({"Run /init as init process", "DMAR: a BUG is no line's beginning"})
    void whatIsNoComplaintIsNone(String line) {
        assertThat(Guest.firstComplaint(line + "\r\n")).isEmpty();
    }
}
