package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The few entries of the errno table that do not change where the eras do. */
class ErrnoTableTest {

    @ParameterizedTest
    @CsvSource({
        "5.8, ENOMEM",
        "5.10, ENOMEM",
        "5.19, ENOMEM",
        "6.1, ENOMEM",
        "6.3, ENOMEM",
        "6.4, ENOSPC",
        "7.0, ENOSPC"
    })
    void wantOfAPasidIsWantOfMemoryUntilAnIdaGivesThemOut(String version, Errno answer) {
        assertThat(UacceRules.of(KernelVersion.parse(version)).answer(UacceCase.OPEN_NO_PASID))
                .isEqualTo(answer);
    }
}
