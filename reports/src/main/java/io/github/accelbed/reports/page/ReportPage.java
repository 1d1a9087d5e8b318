package io.github.accelbed.reports.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.github.accelbed.reports.chart.Palette;
import io.github.accelbed.reports.result.ReportDocument;
import java.util.List;
import java.util.Map;

/** Makes the report's page. */
public final class ReportPage {
    private static final String TEMPLATES = "io.github.accelbed.reports.templates";

    private final TemplateEngine engine;

    /** A page maker with the templates that were compiled into this module. */
    public ReportPage() {
        engine = TemplateEngine.createPrecompiled(null, ContentType.Html, ReportPage.class.getClassLoader(), TEMPLATES);
    }

    /**
     * The page, complete in itself.
     *
     * @param document what to show
     * @param charts the drawn charts of each experiment, by the experiment's name
     * @param palette the looks of the backends
     * @return the text of an HTML file, to be encoded as UTF-8
     */
    public String html(ReportDocument document, Map<String, List<DrawnChart>> charts, Palette palette) {
        StringOutput output = new StringOutput(1 << 20);
        engine.render("page.jte", new PageBuilder(document, charts, palette).build(), output);
        return output.toString();
    }
}
