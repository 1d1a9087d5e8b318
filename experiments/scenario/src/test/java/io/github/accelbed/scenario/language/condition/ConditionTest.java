package io.github.accelbed.scenario.language.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.language.term.TextValue;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One outcome, in which every register and counter has a value, judged by conditions written out. */
class ConditionTest {

    private static final ScenarioParser PARSER =
            new ScenarioParser(Vocabulary.of(List.of("uacce", "vfio", "odp"), List.of(), List.of()));

    private static final Bindings OUTCOME = new Bindings() {
        private final Map<String, Answer> registers = Map.of(
                "seven", new IntegerValue(7),
                "word", new TextValue("ok"),
                "done", Symbol.OK,
                "fault", new Symbol("EFAULT"));

        @Override
        public @Nullable Answer register(String name) {
            return registers.get(name);
        }

        @Override
        public OptionalLong counter(CounterKind kind, @Nullable String argument) {
            return switch (kind) {
                case PINNED -> OptionalLong.of(argument != null && argument.equals("A") ? 3 : 0);
                case ELAPSED -> OptionalLong.of(1000);
                default -> OptionalLong.empty();
            };
        }
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seven = 7",
                "seven != 8 and seven < 8 and seven <= 7 and seven > -7 and seven >= 7",
                "7 = seven",
                "word = \"ok\" and done = ok",
                "fault = EFAULT",
                "pinned(A) = 3 and pinned(A) < seven",
                "elapsed > 999",
                "not seven = 8",
                "seven = 8 or seven = 7",
                "seven = 7 or seven = 7 and seven = 8",
                "not (seven = 7 and seven = 8)",
                "not not seven = 7"
            })
    void holds(String condition) {
        assertThat(condition(condition).holds(OUTCOME)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seven = 8",
                "seven < 7",
                "(seven = 7 or seven = 7) and seven = 8",
                "not seven = 7 or seven = 8",
                "pinned(A) = 0"
            })
    void doesNotHold(String condition) {
        assertThat(condition(condition).holds(OUTCOME)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"seven = \"7\"", "word = ok", "done = \"ok\"", "fault = EINVAL", "seven = ok"})
    void answersOfDifferentTypeOrSpellingAreUnequal(String equality) {
        assertThat(condition(equality).holds(OUTCOME)).isFalse();
        assertThat(condition(equality.replace(" = ", " != ")).holds(OUTCOME)).isTrue();
    }

    @Test
    void onlyIntegersCanBeOrdered() {
        assertThatThrownBy(() -> condition("word < seven").holds(OUTCOME))
                .isInstanceOfSatisfying(
                        ConditionException.class, e -> assertThat(e.at()).hasToString("10:1"))
                .hasMessage("cannot order \"ok\" and 7 by '<': only integers have an order");
        assertThatThrownBy(() -> condition("done >= fault").holds(OUTCOME))
                .hasMessage("cannot order ok and EFAULT by '>=': only integers have an order");
    }

    @Test
    void isJudgedNoFurtherThanNeeded() {
        assertThat(condition("seven = 7 or word < 3").holds(OUTCOME)).isTrue();
        assertThat(condition("seven = 8 and word < 3").holds(OUTCOME)).isFalse();
    }

    @Test
    void cannotBeJudgedWithoutTheCounterOrRegisterItNames() {
        assertThatThrownBy(() -> condition("leaked(accel) = 0").holds(OUTCOME))
                .isInstanceOf(ConditionException.class)
                .hasMessage("this row has no counter leaked(accel)");
        assertThatThrownBy(() -> condition("missing = 0").holds(OUTCOME))
                .isInstanceOf(ConditionException.class)
                .hasMessage("the run bound nothing to register missing");
    }

    private static Condition condition(String text) {
        Scenario scenario = PARSER.parse("c.scn", """
                scenario c
                title "c"
                run
                A: mmap buf 1 -> seven
                A: munmap buf -> word
                A: read buf -> done
                A: read buf -> fault
                A: read buf -> missing
                expect
                """ + text);
        return scenario.expectations().get(0).condition();
    }
}
