package io.github.accelbed.app.facts;

import io.github.accelbed.claims.Citation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Links and citations in the files below a folder, and whether they lead anywhere. */
final class Links {
    private static final Path FACTS = Path.of("docs", "facts");
    private static final Pattern LINK = Pattern.compile("]\\(([^()\\s]+)\\)");
    private static final Pattern FROM_ROOT = Pattern.compile("docs/facts/[a-zA-Z]+\\.md(?:#[\\w.-]+)?");
    private static final Pattern CODE = Pattern.compile("^```.*?^```|`[^`\\n]*`", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("<a id=\"([^\"]+)\"></a>");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.*)$", Pattern.MULTILINE);
    private static final Pattern FENCED = Pattern.compile("^```.*?^```", Pattern.MULTILINE | Pattern.DOTALL);

    private final Path root;
    private final Map<Path, Set<String>> anchors = new HashMap<>();

    /** Of a folder that has docs/facts. */
    Links(Path root) {
        this.root = root;
    }

    /** What is in the working tree's folders of that name, by the endings of the files; nothing below a {@code target}. */
    List<Path> files(String folder, String... endings) {
        try (Stream<Path> all = Files.walk(root.resolve(folder))) {
            return all.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .filter(file -> Stream.of("target", ".git").noneMatch(part -> hasPart(root.relativize(file), part)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The relative links of Markdown that lead to no file, or to no heading or anchor of it. */
    List<String> deadLinks(List<Path> pages) {
        List<String> dead = new ArrayList<>();
        for (Path page : pages) {
            Matcher link = LINK.matcher(CODE.matcher(text(page)).replaceAll(""));
            while (link.find()) {
                if (!link.group(1).matches("[a-z]+:.*")) {
                    Path from = link.group(1).startsWith("#")
                            ? page
                            : page.resolveSibling(link.group(1).split("#", -1)[0]);
                    check(page, from.normalize(), link.group(1), dead);
                }
            }
        }
        return dead;
    }

    /** The citations of docs/facts, and the paths of its pages, that lead to no anchor there. */
    List<String> deadCitations(List<Path> files) {
        List<String> dead = new ArrayList<>();
        for (Path file : files) {
            String text = text(file);
            for (Citation citation : Citation.in(text)) {
                check(file, root.resolve(FACTS).resolve(citation.page() + ".md"), citation.link(), dead);
            }
            Matcher link = FROM_ROOT.matcher(text);
            while (link.find()) {
                check(file, root.resolve(link.group().split("#", -1)[0]), link.group(), dead);
            }
        }
        return dead;
    }

    /** How often the files cite. */
    static long citations(List<Path> files) {
        return files.stream().mapToLong(file -> Citation.in(text(file)).size()).sum();
    }

    /** Anchors that a page names twice, or that do not begin with its name. */
    List<String> badAnchors(List<Path> pages) {
        List<String> bad = new ArrayList<>();
        for (Path page : pages) {
            String name = page.getFileName().toString().replace(".md", "");
            Set<String> seen = new HashSet<>();
            ID.matcher(text(page)).results().map(id -> id.group(1)).forEach(id -> {
                if (!seen.add(id) || !(id.equals(name) || id.startsWith(name + "-") || name.equals("README"))) {
                    bad.add(page.getFileName() + ": " + id);
                }
            });
        }
        return bad;
    }

    private void check(Path from, Path to, String link, List<String> dead) {
        boolean there = Files.exists(to);
        int hash = link.indexOf('#');
        if (there && hash >= 0 && to.toString().endsWith(".md")) {
            there = anchors.computeIfAbsent(to, Links::anchorsOf).contains(link.substring(hash + 1));
        }
        if (!there) {
            dead.add(root.relativize(from) + ": " + link);
        }
    }

    /** What is named, and what a heading is called by those who show Markdown. */
    private static Set<String> anchorsOf(Path page) {
        String text = FENCED.matcher(text(page)).replaceAll("");
        Set<String> anchors = new HashSet<>();
        ID.matcher(text).results().forEach(id -> anchors.add(id.group(1)));
        Map<String, Integer> times = new HashMap<>();
        HEADING.matcher(text).results().forEach(heading -> {
            String slug = heading.group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            int before = times.merge(slug, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? slug : slug + "-" + before);
        });
        return anchors;
    }

    private static boolean hasPart(Path path, String part) {
        for (Path one : path) {
            if (one.toString().equals(part)) {
                return true;
            }
        }
        return false;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
