package io.github.accelbed.scenario.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {

    private static final List<String> KNOWN =
            List.of("mmap", "munmap", "mremap", "read", "EINVAL", "vfio", "vfio-emulated");

    @ParameterizedTest
    @CsvSource({
        "raed,read",
        "maap,mmap",
        "munap,munmap",
        "einval,EINVAL",
        "EINVL,EINVAL",
        "vfoi,vfio",
        "vfio-emualted,vfio-emulated"
    })
    void findsTheWordThatWasMeant(String written, String meant) {
        assertThat(NearestWord.of(written, KNOWN)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"write", "x", "r", "EFAULT", "read"})
    void staysSilentIfNoWordIsNearOrTheWordIsKnown(String written) {
        assertThat(NearestWord.of(written, KNOWN)).isNull();
    }

    @Test
    void prefersTheFirstOfEquallyNearWords() {
        assertThat(NearestWord.of("r2", List.of("r0", "r1"))).isEqualTo("r0");
    }
}
