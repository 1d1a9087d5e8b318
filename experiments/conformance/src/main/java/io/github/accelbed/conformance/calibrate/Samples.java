package io.github.accelbed.conformance.calibrate;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.model.cost.Cost;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the agent's {@code measure} printed: samples by price, and why there are none. */
final class Samples {
    private static final Pattern SAMPLE = Pattern.compile("sample (\\S+) ([0-9]{1,9}) ([0-9]{1,18}) ([0-9]{1,18})");
    private static final Pattern SKIP = Pattern.compile("skip (\\S+) (\\S.*)");
    private static final String END = "end";

    private final ListMultimap<Cost, Sample> taken =
            MultimapBuilder.enumKeys(Cost.class).arrayListValues().build();
    private final Map<Cost, String> skipped = new EnumMap<>(Cost.class);

    private Samples() {}

    /**
     * Reads the agent's output.
     *
     * @param output lines {@code sample KEY ROUND X NS} and {@code skip KEY REASON}, and {@code end} as the last
     * @return what it says
     * @throws AgentException if a line has another form, or the end is missing
     */
    static Samples parse(String output) throws AgentException {
        Samples samples = new Samples();
        List<String> lines = output.lines().toList();
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(END)) {
            throw new AgentException("the native agent stopped in the middle of its measurements");
        }
        for (int i = 0; i < lines.size() - 1; i++) {
            if (!samples.add(lines.get(i))) {
                throw new AgentException("line " + (i + 1) + " of the native agent's measurements is '" + lines.get(i)
                        + "'; expected 'sample KEY ROUND X NS' or 'skip KEY REASON'");
            }
        }
        return samples;
    }

    private boolean add(String line) {
        Matcher sample = SAMPLE.matcher(line);
        Matcher skip = SKIP.matcher(line);
        Cost cost = sample.matches() ? cost(sample.group(1)) : skip.matches() ? cost(skip.group(1)) : null;
        if (cost == null) {
            return false;
        }
        if (sample.matches()) {
            taken.put(
                    cost,
                    new Sample(
                            Integer.parseInt(sample.group(2)),
                            Long.parseLong(sample.group(3)),
                            Long.parseLong(sample.group(4))));
        } else {
            skipped.put(cost, skip.group(2));
        }
        return true;
    }

    private static @Nullable Cost cost(String key) {
        for (Cost cost : Cost.values()) {
            if (cost.key().equals(key)) {
                return cost;
            }
        }
        return null;
    }

    /** All samples of a price, in the order in which they were taken. */
    List<Sample> of(Cost cost) {
        return List.copyOf(taken.get(cost));
    }

    /** Why a price was not, or not always, measured; null if there is nothing to say. */
    @Nullable
    String skipped(Cost cost) {
        return skipped.get(cost);
    }
}
