package io.github.accelbed.experiments.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.experiments.backend.Backends;
import io.github.accelbed.experiments.language.ScenarioParser;
import io.github.accelbed.experiments.language.Vocabulary;
import io.github.accelbed.experiments.run.RunSettings;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LedgerRunTest {
    private static Judgement judge(Question question) {
        Claim claim = new Claim(
                "001-9",
                new Mail("N. N.", "2020", "", "a thread"),
                "It is in the kernel.",
                "uacce",
                Sense.ALWAYS,
                KernelVersion.parse("5.7"),
                List.of(new Evidence(List.of(), List.of("uacce"), List.of(), question)),
                "",
                List.of(),
                "");
        Vocabulary vocabulary = Vocabulary.of(Backends.ids(), List.of(), List.of());
        return new LedgerRun(List.of(), new ScenarioParser(vocabulary), RunSettings.defaults())
                .judge(List.of(claim), List.of())
                .get(0);
    }

    @Test
    void whatARowSaysOfItselfIsAskedOnEachKernel() {
        Judgement lacks = judge(new Question.Notes("OUT of tree", false));
        assertThat(lacks.then()).isEqualTo(new ClaimVerdict("then (5.7)", Verdict.HOLDS, ""));
        assertThat(lacks.all()).isEqualTo(new ClaimVerdict("all kernels", Verdict.CONDITIONAL, "from 5.8 on"));
        assertThat(judge(new Question.Notes("out of tree", true)).all())
                .isEqualTo(new ClaimVerdict("all kernels", Verdict.CONDITIONAL, "up to 5.4"));
    }

    @Test
    void whatARowSaysNeedsNoScenario() {
        Question note = new Question.Notes("out of tree", true);
        assertThatThrownBy(() -> new Evidence(List.of("a"), List.of("uacce"), List.of(), note))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scenarios unless it asks what rows offer or say");
    }
}
