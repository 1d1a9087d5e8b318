package io.github.accelbed.claims;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place in a text that names a section of the pages in docs/facts, such as {@code mm 3.3} in "so it is (mm 3.3, 3.4; vfio 2.4)", which holds
 * three of them.
 *
 * <p>In parentheses, which begin with a page's name, commas and semicolons separate what is cited:
 *
 * <ul>
 *   <li>{@code mm 3.3}, or {@code mm.md 3.3}: a section, and after it {@code 3.4} another one of the same page;
 *   <li>{@code odp 4 R4}, or {@code odp 2.1, I4}: a single fact of a section, an {@code I} or {@code R} with its number;
 *   <li>{@code uacce, surprises 1}, {@code mm, corrections of November 2026}, {@code uacce 3, history}: what has a name;
 *   <li>{@code costs.csv}: the page of prices.
 * </ul>
 *
 * Anything else there is a remark. Outside of parentheses a page is cited with its ending: {@code odp.md 2.1 to 2.3, 4}.
 *
 * @param start where it begins in the text
 * @param end where it ends
 * @param page the page's name, without an ending
 * @param anchor the place on the page
 */
public record Citation(int start, int end, String page, String anchor) {
    private static final String SECTION = "\\d+(?:\\.\\d+)*";
    private static final Pattern GROUP =
            Pattern.compile("\\((?=(?:mm|uacce|vfio|odp|costs)(?:\\.(?:md|csv))?[\\s,;)])([^()]*)");
    private static final Pattern PART = Pattern.compile("[^\\s,;][^,;]*");
    private static final Pattern PAGE =
            Pattern.compile("(?<page>mm|uacce|vfio|odp|measured|costs)(?:\\.(?:md|csv))?(?:\\s+|$)");
    private static final Pattern PLACE = Pattern.compile("(?:(?<section>" + SECTION + ")(?:\\s+(?<label>[IR]\\d+))?"
            + "|(?<alone>[IR]\\d+)|(?<name>corrections|eras|history|surprises)(?:\\s+(?<number>\\d+))?)\\b");
    private static final Pattern IN_PROSE = Pattern.compile("\\b(?<page>mm|uacce|vfio|odp|measured)\\.md"
            + "(?<sections>(?:(?:,|\\s+and|\\s+to)?\\s+" + SECTION + "\\b)+)");
    private static final Pattern NUMBER = Pattern.compile(SECTION);

    /**
     * What a text cites.
     *
     * @param text of a fact, a comment, a page
     * @return the citations in their order; whether the anchors exist is not looked at
     */
    public static List<Citation> in(String text) {
        List<Citation> found = new ArrayList<>();
        Matcher group = GROUP.matcher(text);
        StringBuilder prose = new StringBuilder(text);
        while (group.find()) {
            new Group(text, found).read(group.start(1), group.end(1));
            for (int i = group.start(1); i < group.end(1); i++) {
                prose.setCharAt(i, ' ');
            }
        }
        Matcher outside = IN_PROSE.matcher(prose);
        while (outside.find()) {
            String page = outside.group("page");
            Matcher number = NUMBER.matcher(prose).region(outside.start("sections"), outside.end("sections"));
            for (int start = outside.start(); number.find(); start = -1) {
                found.add(new Citation(
                        start < 0 ? number.start() : start, number.end(), page, page + "-" + number.group()));
            }
        }
        found.sort(Comparator.comparingInt(Citation::start));
        return List.copyOf(found);
    }

    /**
     * Where it leads.
     *
     * @return such as {@code mm.md#mm-3.3}, from the folder docs/facts
     */
    public String link() {
        return page + ".md#" + anchor;
    }

    /** The parts of one pair of parentheses; a later one may leave out the page, and a single fact the section. */
    private static final class Group {
        private final String text;
        private final List<Citation> found;
        private String page = "";
        private String section = "";

        Group(String text, List<Citation> found) {
            this.text = text;
            this.found = found;
        }

        void read(int from, int to) {
            Matcher part = PART.matcher(text).region(from, to);
            while (part.find()) {
                read(part.start(), part.start(), part.end());
            }
        }

        private void read(int start, int from, int to) {
            Matcher name = PAGE.matcher(text).region(from, to);
            if (name.lookingAt()) {
                page = name.group("page");
                section = "";
                if (page.equals("costs")) {
                    found.add(new Citation(start, name.end(), page, page));
                } else {
                    read(start, name.end(), to);
                }
                return;
            }
            Matcher place = PLACE.matcher(text).region(from, to);
            if (place.lookingAt()
                    && (start < from
                            || place.group("name") != null
                            || text.substring(place.end(), to).isBlank())) {
                section = Objects.requireNonNullElse(place.group("section"), section);
                String anchor = Stream.of(
                                page,
                                section,
                                place.group("label"),
                                place.group("alone"),
                                place.group("name"),
                                place.group("number"))
                        .filter(word -> word != null && !word.isEmpty())
                        .collect(Collectors.joining("-"));
                found.add(new Citation(start, place.end(), page, anchor));
            }
        }
    }
}
