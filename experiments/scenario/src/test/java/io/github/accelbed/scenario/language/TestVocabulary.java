package io.github.accelbed.scenario.language;

import java.util.List;

/** The words that the tests know: every row of the design, a few claims and mechanisms. */
final class TestVocabulary {

    static final Vocabulary ALL = Vocabulary.of(
            List.of(
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
                    "iommufd"),
            List.of("000-1", "000-3", "002-2", "004-2"),
            List.of("notifier", "early-copy", "accounting"));

    static final ScenarioParser PARSER = new ScenarioParser(ALL);

    private TestVocabulary() {}

    static Scenario parse(String text) {
        return PARSER.parse("test.scn", text);
    }

    /** A scenario with the two headers that every one needs, on lines 1 and 2. */
    static String withHeaders(String rest) {
        return "scenario a/b\ntitle \"Why?\"\n" + rest;
    }

    /** A scenario whose steps begin on line 4. */
    static String withSteps(String steps) {
        return withHeaders("run\n" + steps + "\nexpect\nelapsed >= 0\n");
    }
}
