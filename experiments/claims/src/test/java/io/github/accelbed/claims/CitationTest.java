package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CitationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It is so (mm 3.3).                          | mm.md#mm-3.3",
                "It is so (vfio 2.4, 9.4)                    | vfio.md#vfio-2.4 vfio.md#vfio-9.4",
                "It is so (vfio 3)                           | vfio.md#vfio-3",
                "(uacce, surprises 1)                        | uacce.md#uacce-surprises-1",
                "(uacce surprises 1)                         | uacce.md#uacce-surprises-1",
                "(odp 2.1, I1; mm 3.5)                       | odp.md#odp-2.1 odp.md#odp-2.1-I1 mm.md#mm-3.5",
                "(mm 3.1, odp 4 R4)                          | mm.md#mm-3.1 odp.md#odp-4-R4",
                "(uacce 6.3, vfio 6.4, 6.5)                  | uacce.md#uacce-6.3 vfio.md#vfio-6.4 vfio.md#vfio-6.5",
                "(costs.csv); the verdicts rest on them      | costs.md#costs",
                "(odp, history line)                         | odp.md#odp-history",
                "(uacce 3, history)                          | uacce.md#uacce-3 uacce.md#uacce-3-history",
                "(mm, corrections of November 2026; 6bbd42e) | mm.md#mm-corrections",
                "(mm.md 2.3, E2)                             | mm.md#mm-2.3",
                "one (mm 2.2), another (odp 5)               | mm.md#mm-2.2 odp.md#odp-5",
                "rests on odp.md 2.1 to 2.3, 4. And mm.md 3.5 and 4 (order) | odp.md#odp-2.1 odp.md#odp-2.3 odp.md#odp-4 mm.md#mm-3.5 mm.md#mm-4",
            })
    void aCitationLeadsToTheAnchorsOfItsSections(String text, String links) {
        assertThat(Citation.in(text).stream().map(Citation::link)).containsExactly(links.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(uacce 4.3; 256 is second-hand)  | uacce.md#uacce-4.3",
                "(uacce 3.1, thread 003)          | uacce.md#uacce-3.1",
                "(mm 3.1, wp_page_reuse)          | mm.md#mm-3.1",
                "(vfio 2.4, mm wins)              | vfio.md#vfio-2.4",
            })
    void aRemarkIsNone(String text, String link) {
        assertThat(Citation.in(text)).singleElement().returns(link, Citation::link);
    }

    @Test
    void aSentenceOrARowOfAnotherNameIsNone() {
        assertThat(Citation.in("On mm 3.3 of uacce (uacce, vfio), (vfio-emulated), (measured on 6.18) and (mm_exit)"))
                .isEmpty();
    }

    @Test
    void itsPlaceIsThatOfItsWords() {
        String text = "so (mm 3.1, 3.3; odp 2.1, I1, twice), see odp.md 2.5, 4";
        assertThat(Citation.in(text).stream().map(one -> text.substring(one.start(), one.end())))
                .isEqualTo(List.of("mm 3.1", "3.3", "odp 2.1", "I1", "odp.md 2.5", "4"));
    }
}
