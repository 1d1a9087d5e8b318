package io.github.accelbed.conformance.replay;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.NativeAgent;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A storm on the running kernel: two processes of the native agent, which end with it. Huge pages are off for their memory, so
 * that both sides copy pages of 4 KiB.
 */
final class KernelStorm {
    private static final Pattern LINE = Pattern.compile("([a-z]+) ([0-9]{1,18}) ([0-9]{1,18})");
    private static final long START_SECONDS = 300;
    private static final long PAGES_A_SECOND = 2000;

    private final NativeAgent agent;
    private final int pages;

    KernelStorm(NativeAgent agent, int pages) {
        this.agent = agent;
        this.pages = pages;
    }

    StormTimes run() throws AgentException {
        return times(pages, agent.output(START_SECONDS + pages / PAGES_A_SECOND, "storm", String.valueOf(pages)));
    }

    static StormTimes times(int pages, String output) throws AgentException {
        Map<StormPhase, PhaseTime> phases = new EnumMap<>(StormPhase.class);
        for (String line : output.lines().toList()) {
            Matcher words = LINE.matcher(line);
            if (!words.matches()) {
                throw new AgentException(
                        "the native agent said '" + line + "' of its storm; expected 'PHASE NS CPU_NS'");
            }
            for (StormPhase phase : StormPhase.values()) {
                if (phase.key().equals(words.group(1))) {
                    phases.put(
                            phase,
                            new PhaseTime(Double.parseDouble(words.group(2)), Double.parseDouble(words.group(3))));
                }
            }
        }
        if (phases.size() != StormPhase.values().length) {
            throw new AgentException("the native agent stopped in the middle of its storm");
        }
        return new StormTimes(pages, phases);
    }
}
