package io.github.accelbed.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaletteTest {
    private static final List<String> ROWS = List.of(
            "uacce",
            "uacce-dma",
            "uacce-va-iova",
            "spimdev",
            "sdmdev",
            "vfio",
            "vfio-emulated",
            "vfio-aux",
            "vfio-unity",
            "vfio-sva",
            "odp",
            "odp-implicit",
            "rdma-pinned",
            "capi",
            "idxd-swq",
            "idxd-dwq",
            "idxd-mdev",
            "vsva",
            "iommufd");

    @Test
    void noTwoRowsLookAlike() {
        Palette palette = new Palette(ROWS);

        assertThat(ROWS.stream().map(palette::of)).doesNotHaveDuplicates();
    }

    @Test
    void newProposalsGetLooksOfTheirOwn() {
        List<String> withNew = List.of("uacce", "vfio", "odp", "mine", "yours");
        Palette palette = new Palette(withNew);

        assertThat(withNew.stream().map(palette::of)).doesNotHaveDuplicates();
    }

    @Test
    void seriesOfOneBackendAreToldApart() {
        List<Look> looks = new Palette(ROWS).ofSeries(List.of("vfio", "vfio", "vfio", "", ""));

        assertThat(looks).doesNotHaveDuplicates();
        assertThat(looks.get(0)).isEqualTo(new Palette(ROWS).of("vfio"));
    }

    @Test
    void coloursStandOutFromTheirGround() {
        Palette palette = new Palette(ROWS);

        for (String row : ROWS) {
            assertThat(contrast(palette.of(row).rgb(ChartTheme.LIGHT), 0xffffff))
                    .as(row)
                    .isGreaterThan(3);
            assertThat(contrast(palette.of(row).rgb(ChartTheme.DARK), 0x1a1e24))
                    .as(row)
                    .isGreaterThan(4.5);
        }
    }

    /** The contrast ratio of the accessibility guidelines, 1 to 21. */
    private static double contrast(int first, int second) {
        double a = luminance(first);
        double b = luminance(second);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
