package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.language.step.MmapStep;
import io.github.accelbed.scenario.language.step.MremapStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.PageRange;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes steps as their {@link io.github.accelbed.scenario.language.step.Syntax} says. */
final class StepPrinter {
    /** A part in curly brackets; the first group is there for an option, whose words before the part are the second one. */
    private static final Pattern PART = Pattern.compile("( \\[([^{]*))?\\{(\\w+)(?:=(\\w+))?}]?");

    private final DeviceName defaultDevice;
    private final Map<BufferName, Integer> pages = new HashMap<>();

    StepPrinter(Scenario scenario) {
        defaultDevice = new DeviceName(scenario.defaultDevice().kind());
        scenario.steps().forEach(step -> {
            if (step instanceof MmapStep mmap) {
                pages.put(mmap.buffer(), mmap.pages());
            } else if (step instanceof MremapStep mremap) {
                pages.put(mremap.target(), pages.getOrDefault(mremap.buffer(), 0));
            }
        });
    }

    String print(Step step) {
        StringBuilder text = new StringBuilder(step.actor()).append(": ");
        Matcher parts = PART.matcher(step.syntax());
        while (parts.find()) {
            Object part = Steps.part(step, parts.group(3));
            String said = part instanceof Boolean given ? given ? parts.group(3) : "" : text(part);
            boolean option = parts.group(1) != null;
            boolean unsaid = said.isEmpty() || said.equals(parts.group(4)) || defaultDevice.equals(part);
            String words = option ? unsaid ? "" : " " + parts.group(2) + said : said;
            parts.appendReplacement(text, Matcher.quoteReplacement(words));
        }
        parts.appendTail(text);
        return text + (step.register() == null ? "" : " -> " + step.register());
    }

    private String text(@Nullable Object part) {
        if (part instanceof PageRange range) {
            boolean whole = range.first() == 0 && range.pages() == pages.getOrDefault(range.buffer(), 0);
            return whole ? range.buffer().text() : range.toString();
        }
        if (part instanceof List<?> parts) {
            return parts.stream().map(this::text).collect(Collectors.joining(" "));
        }
        return part instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
                : part == null ? "" : part.toString();
    }
}
