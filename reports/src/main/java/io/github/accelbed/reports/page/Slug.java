package io.github.accelbed.reports.page;

import java.util.Locale;

/** Ids of the page's parts. They depend on names only, so that a link into one report works in the next. */
public final class Slug {
    private Slug() {}

    /**
     * Where a scenario stands.
     *
     * @param name of the scenario
     * @return an id without {@code #}
     */
    public static String scenario(String name) {
        return "scenario-" + of(name);
    }

    /**
     * Where a backend's time lines in a scenario stand.
     *
     * @param name of the scenario
     * @param backend its id
     * @return an id without {@code #}
     */
    public static String backend(String name, String backend) {
        return scenario(name) + "--" + of(backend);
    }

    /**
     * Where a claim stands.
     *
     * @param id of the claim
     * @return an id without {@code #}
     */
    public static String claim(String id) {
        return "claim-" + of(id);
    }

    /**
     * Where an experiment stands.
     *
     * @param name of the experiment
     * @return an id without {@code #}
     */
    public static String experiment(String name) {
        return "experiment-" + of(name);
    }

    /**
     * The style class of a backend's colour.
     *
     * @param backend its id
     * @return a class name
     */
    public static String colour(String backend) {
        return "b-" + of(backend);
    }

    /** Small letters, digits and hyphens; everything else becomes a hyphen. */
    static String of(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
