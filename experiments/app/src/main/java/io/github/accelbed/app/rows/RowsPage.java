package io.github.accelbed.app.rows;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Multimaps;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Capability;
import io.github.accelbed.scenario.language.VersionRange;
import io.github.accelbed.scenario.text.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code docs/rows.md}: every row with its steps, written from the registry. */
public final class RowsPage {
    /** What rewrites the page after a row was added or changed. */
    static final String REFRESH = "mvn -pl experiments/app -am test -Dtest=RowsPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Drows.refresh=true";

    private RowsPage() {}

    /**
     * The page.
     *
     * @return Markdown
     */
    public static String text() {
        Map<AccessBackend, List<Capability>> rows = new LinkedHashMap<>();
        Backends.all().forEach(backend -> rows.put(backend, Capability.of(backend)));
        StringBuilder page = new StringBuilder();
        page.append("# The rows and what each offers\n\n")
                .append(
                        "A scenario runs on every row that offers all of its steps; on the others its cell is a `skip`, with"
                                + " the reason below.\n")
                .append("Asked on every mainline release from 4.20 to 7.3.\n\n")
                .append("This page is written from the registry, and a test compares them. To write it again:\n\n```\n")
                .append(REFRESH)
                .append("\n```\n\n");
        table(page, rows);
        page.append("\n`partly`: on some kernels; the row's section says on which.\n");
        rows.forEach((backend, steps) -> section(page, backend, steps));
        return page.toString();
    }

    private static void table(StringBuilder page, Map<AccessBackend, List<Capability>> rows) {
        List<Capability> first = rows.values().iterator().next();
        List<String> names = first.stream().map(Capability::name).toList();
        page.append("| row | ")
                .append(String.join(" | ", names))
                .append(" |\n|---")
                .append("|---".repeat(names.size()));
        page.append("|\n");
        rows.forEach((backend, steps) -> page.append("| `")
                .append(backend.id())
                .append("` | ")
                .append(steps.stream().map(Capability::word).collect(Collectors.joining(" | ")))
                .append(" |\n"));
    }

    private static void section(StringBuilder page, AccessBackend backend, List<Capability> steps) {
        page.append("\n## `")
                .append(backend.id())
                .append("`\n\n")
                .append(backend.title())
                .append(".\n\n");
        for (RowTrait trait : RowTrait.values()) {
            List<KernelVersion> kernels = KernelVersion.RELEASES.stream()
                    .filter(version -> backend.traits(version).contains(trait))
                    .toList();
            if (!kernels.isEmpty()) {
                String where = kernels.size() == KernelVersion.RELEASES.size() ? "" : ", on " + ranges(kernels);
                page.append("* by design" + where + ": " + trait.text() + "\n");
            }
        }
        skips(steps)
                .forEach((reason, names) -> page.append("* ")
                        .append(names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")))
                        .append(": ")
                        .append(reason)
                        .append("\n"));
        ListMultimap<String, KernelVersion> notes =
                MultimapBuilder.linkedHashKeys().arrayListValues().build();
        for (KernelVersion version : KernelVersion.RELEASES) {
            String note = backend.note(version);
            if (note != null) {
                notes.put(note, version);
            }
        }
        Multimaps.asMap(notes)
                .forEach((note, kernels) -> page.append("\nTo know on ")
                        .append(ranges(kernels))
                        .append(": ")
                        .append(note)
                        .append("\n"));
    }

    private static String ranges(List<KernelVersion> kernels) {
        return Words.list(VersionRange.words(kernels));
    }

    /**
     * The steps that are skipped, by the reason.
     *
     * @param steps of one row
     * @return the names of the steps of each reason, in the order of the steps
     */
    public static Map<String, List<String>> skips(List<Capability> steps) {
        return Multimaps.asMap(steps.stream()
                .filter(step -> !step.everywhere())
                .collect(ImmutableListMultimap.toImmutableListMultimap(Capability::reason, Capability::name)));
    }
}
