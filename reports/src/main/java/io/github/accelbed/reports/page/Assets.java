package io.github.accelbed.reports.page;

import io.github.accelbed.reports.chart.ChartTheme;
import io.github.accelbed.reports.chart.Palette;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Style and script of the page. */
final class Assets {
    private Assets() {}

    static String text(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the module is built without its resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The charts' colours for the page: a class for each backend, such as {@code .b-vfio}. */
    static String backendColours(Collection<String> backends, Palette palette) {
        return colours(backends, palette, ChartTheme.LIGHT)
                + "@media screen and (prefers-color-scheme: dark) {\n"
                + colours(backends, palette, ChartTheme.DARK)
                + "}\n";
    }

    private static String colours(Collection<String> backends, Palette palette, ChartTheme theme) {
        StringBuilder css = new StringBuilder();
        for (String backend : backends) {
            css.append(".b-")
                    .append(Slug.of(backend))
                    .append(" { --backend: ")
                    .append(palette.of(backend).css(theme))
                    .append("; }\n");
        }
        return css.toString();
    }
}
