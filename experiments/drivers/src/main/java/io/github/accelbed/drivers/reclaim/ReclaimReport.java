package io.github.accelbed.drivers.reclaim;

import io.github.accelbed.drivers.bed.Kinds;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/** Findings of the endings. */
final class ReclaimReport {
    private final ReclaimCells all;
    private final Kinds kinds;

    ReclaimReport(ReclaimCells all) {
        this.all = all;
        kinds = all.kinds();
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        if (!kinds.text().isEmpty()) {
            findings.add("Rows that hold and free alike are one kind here: " + kinds.text() + ".");
        }
        findings.add("Still held once every process is gone: " + each((b, k) -> afterAll(all.of(b, k))) + ".");
        findings.add("Left after SIGKILL inside set-up, beyond what root had made: " + each(this::setUp) + ".");
        for (Ending ending : List.of(Ending.KILL, Ending.EXEC, Ending.MANAGER_DIES_CREATING)) {
            findings.add("Left after " + ending.text() + ": " + each((b, k) -> after(all.of(b, k), ending)) + ".");
        }
        findings.add("Unplugging the device returns: " + each((b, k) -> unplug(all.of(b, k))) + ".");
        findings.add(
                "The other endings leave what the charts count; who holds it, and until when, is in the table 'left'.");
        return findings;
    }

    /** One clause for the rows of which the same is true, with the kernels where they differ. */
    private String each(BinaryOperator<String> said) {
        return kinds.each(backend -> Words.kernelsFirst(all.kernels(backend), kernel -> said.apply(backend, kernel)));
    }

    private static String afterAll(List<Cell> all) {
        Set<String> kinds = new LinkedHashSet<>();
        Set<String> freed = new LinkedHashSet<>();
        long bad = 0;
        for (Cell cell : all) {
            Phase phase = cell.withoutProcesses();
            bad += phase.kinds() > 0 ? 1 : 0;
            for (Resource resource : Resource.values()) {
                if (phase.held(resource) > 0) {
                    kinds.add(resource.text());
                    freed.add(cell.until(resource));
                }
            }
        }
        return bad == 0
                ? "nothing after any of " + all.size() + " endings"
                : Words.list(List.copyOf(kinds)) + " after " + bad + " of " + all.size() + " endings, until "
                        + Words.list(List.copyOf(freed));
    }

    /** Resources with the same holder and the same end are said together. */
    private static String after(List<Cell> cells, Ending ending) {
        for (Cell cell : cells) {
            if (cell.ending() == ending) {
                return after(cell);
            }
        }
        return "not offered";
    }

    private static String after(Cell cell) {
        Phase setUp = cell.phases().get(0);
        Map<String, List<String>> held = new LinkedHashMap<>();
        List<String> gone = new ArrayList<>();
        for (Resource resource : Resource.values()) {
            if (cell.afterEnding().held(resource) > 0) {
                held.computeIfAbsent(
                                "held by " + cell.afterEnding().holder(resource) + " until " + cell.until(resource),
                                unused -> new ArrayList<>())
                        .add(resource.text());
            } else if (setUp.held(resource) > 0) {
                gone.add(resource.text());
            }
        }
        if (held.isEmpty()) {
            return "nothing";
        }
        String rest = held.entrySet().stream()
                .filter(entry -> setUp.kinds() > 0 && entry.getValue().size() > gone.size())
                .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                .map(Map.Entry::getKey)
                .orElse("");
        List<String> clauses = new ArrayList<>();
        held.forEach((by, resources) -> {
            if (!by.equals(rest)) {
                clauses.add(Words.list(resources) + " (" + by + ")");
            }
        });
        if (!rest.isEmpty()) {
            clauses.add((clauses.isEmpty() ? "everything" : "all else") + but(gone) + " (" + rest + ")");
        }
        return String.join(", ", clauses);
    }

    private static String but(List<String> gone) {
        return gone.isEmpty() ? "" : " but the " + Words.list(gone);
    }

    private String setUp(String backend, String kernel) {
        List<SetUpKill> here = all.kills().stream()
                .filter(kill -> kill.cell().backend().equals(backend)
                        && kill.cell().kernel().equals(kernel))
                .toList();
        long unclean = here.stream().filter(kill -> !kill.clean()).count();
        return unclean == 0
                ? "nothing, whatever the step"
                : "something after " + unclean + " of " + here.size() + " steps";
    }

    private static String unplug(List<Cell> all) {
        return all.stream()
                .filter(cell -> cell.ending() == Ending.UNPLUG)
                .map(Cell::returned)
                .findFirst()
                .orElse("never, since it is not offered");
    }
}
