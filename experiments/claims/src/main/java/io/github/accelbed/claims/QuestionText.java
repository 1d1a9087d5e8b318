package io.github.accelbed.claims;

import java.util.ArrayList;
import java.util.List;

/** Says a question in words. */
final class QuestionText {
    private static final int WHOLE = 100;

    private QuestionText() {}

    static String of(Evidence evidence) {
        String left = evidence.without().isEmpty() ? "" : ", without " + String.join(" and ", evidence.without());
        return of(evidence.question()) + left;
    }

    private static String of(Question question) {
        if (question instanceof Question.Holds holds) {
            return holds.condition();
        }
        if (question instanceof Question.Same same) {
            return "the same answers as on " + same.beside();
        }
        if (question instanceof Question.Compares compares) {
            String other = (compares.besideScenario().isEmpty() ? "" : " of " + compares.besideScenario())
                    + (compares.besideBackend().isEmpty() ? "" : " on " + compares.besideBackend());
            String scale = compares.percent() == WHOLE ? "" : compares.percent() + "% of ";
            return compares.counter() + " " + compares.comparator().sign() + " " + scale + compares.counter() + other;
        }
        if (question instanceof Question.Is is) {
            return "the row is " + (is.so() ? "" : "not ") + is.name();
        }
        Question.Offers offers = (Question.Offers) question;
        List<String> parts = new ArrayList<>();
        if (!offers.all().isEmpty()) {
            parts.add("the row offers " + String.join(", ", offers.all()));
        }
        if (!offers.none().isEmpty()) {
            parts.add("the row lacks " + String.join(", ", offers.none()));
        }
        return String.join(" and ", parts);
    }
}
