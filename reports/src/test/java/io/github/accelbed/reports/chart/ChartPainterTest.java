package io.github.accelbed.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.BarChart;
import io.github.accelbed.reports.result.BarSeries;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.reports.result.LineChart;
import io.github.accelbed.reports.result.LineForm;
import io.github.accelbed.reports.result.LineSeries;
import io.github.accelbed.reports.result.Span;
import io.github.accelbed.reports.result.SpanChart;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Isolated("sets the locale")
class ChartPainterTest {
    private final ChartPainter painter = new ChartPainter(new Palette(List.of("uacce", "vfio", "odp")));

    @BeforeAll
    static void fontsAreHere() {
        ChartFonts.check();
    }

    static Stream<ChartSpec> charts() {
        return Stream.of(
                line(LineForm.LINE, null),
                line(LineForm.STEP, null),
                line(LineForm.POINTS, null),
                new BarChart(
                        head(null),
                        Axis.linear("kernel", ""),
                        Axis.linear("time", "µs"),
                        List.of("4.20", "5.8"),
                        List.of(new BarSeries("vfio", "vfio", List.of(3.0, 0.0), List.of(1.0, 0.0)))),
                new HeatChart(
                        head(null),
                        Axis.linear("share", "%"),
                        Axis.linear("backend", ""),
                        Axis.log("throughput", "GB/s"),
                        List.of("0", "50"),
                        List.of("uacce", "vfio"),
                        List.of(List.of(7.0, 0.2), List.of(7.0, 7.0))),
                new SpanChart(
                        head(null),
                        Axis.linear("time", "µs"),
                        List.of("client 0", "client 1"),
                        List.of(new Span(0, "waits", "", 0, 5), new Span(1, "holds a queue", "uacce", 5, 9))));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void everyChartIsTwiceItsSizeAndNotBlank(ChartSpec chart) {
        for (ChartTheme theme : ChartTheme.values()) {
            ChartImage drawn = painter.draw(chart, theme);
            BufferedImage image = read(drawn);

            assertThat(image.getWidth()).isEqualTo(drawn.width() * ChartPainter.SCALE);
            assertThat(image.getHeight()).isEqualTo(drawn.height() * ChartPainter.SCALE);
            assertThat(new Color(image.getRGB(0, 0))).isEqualTo(theme.background());
            assertThat(colours(image)).hasSizeGreaterThan(10);
        }
    }

    @ParameterizedTest
    @MethodSource("charts")
    void theSameChartGivesTheSameBytesInAnyLocale(ChartSpec chart) {
        byte[] first = painter.draw(chart, ChartTheme.LIGHT).png();
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            assertThat(painter.draw(chart, ChartTheme.LIGHT).png()).isEqualTo(first);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aBackendHasItsColourInEveryChartOfATheme() {
        int vfio = new Palette(List.of("vfio")).of("vfio").rgb(ChartTheme.LIGHT) | 0xff000000;

        assertThat(charts().filter(chart -> !(chart instanceof HeatChart) && !(chart instanceof SpanChart)))
                .allSatisfy(chart -> assertThat(colours(read(painter.draw(chart, ChartTheme.LIGHT))))
                        .contains(vfio));
    }

    @Test
    void aNoteTakesRoomUnderTheTitle() {
        int without = painter.draw(line(LineForm.LINE, null), ChartTheme.LIGHT).height();
        int with = painter.draw(line(LineForm.LINE, "rests on an unverified cost: unpin per page"), ChartTheme.LIGHT)
                .height();

        assertThat(with).isGreaterThan(without + 10);
    }

    private static LineChart line(LineForm form, @Nullable String note) {
        return new LineChart(
                head(note),
                Axis.log("size", "pages"),
                Axis.linear("time", "ns"),
                List.of(
                        new LineSeries("uacce", "uacce", List.of(1.0, 10.0), List.of(5.0, 6.0), List.of(0.5, 0.6)),
                        new LineSeries("vfio", "vfio", List.of(1.0, 10.0), List.of(7.0, 70.0), List.of())),
                form);
    }

    private static ChartHead head(@Nullable String note) {
        return new ChartHead("chart", "A chart", "What to see.", "table", note);
    }

    private static Set<Integer> colours(BufferedImage image) {
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours;
    }

    private static BufferedImage read(ChartImage image) {
        try {
            return ImageIO.read(new ByteArrayInputStream(image.png()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
