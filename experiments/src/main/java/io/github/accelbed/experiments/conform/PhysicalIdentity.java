package io.github.accelbed.experiments.conform;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares where pages lie, in the model and in the kernel, without comparing frame numbers: which cells share a page, which show
 * the zero page, and which kept their page over a step.
 *
 * <p>Only cells that are present on both sides take part. Whether a page is present is compared for private anonymous memory alone: of
 * file pages the kernel maps more than it was asked for (fault-around), and fork leaves shared ones to be faulted in again. Whether
 * fork hands the zero page on depends on which areas have merged before, which the model only approximates; no access can tell.
 */
final class PhysicalIdentity {
    private static final long ABSENT = -1;
    private static final long ZERO_PAGE = 0;

    /**
     * What lies where after a step.
     *
     * @param frame by cell: -1 if nothing is present, 0 for the zero page, else a number to compare for equality
     */
    record Placement(Map<Cell, Long> frame) {
        Placement {
            frame = Map.copyOf(frame);
        }

        long of(Cell cell) {
            return frame.getOrDefault(cell, ABSENT);
        }
    }

    private Placement modelBefore = new Placement(Map.of());
    private Placement kernelBefore = new Placement(Map.of());

    /**
     * Compares the placements after a step.
     *
     * @param model where the model has its pages, for all cells of living processes
     * @param kernel where the kernel has them
     * @param privateAnonymous the cells of private anonymous memory
     * @return the first difference in words, or null
     */
    @Nullable
    String difference(Placement model, Placement kernel, Set<Cell> privateAnonymous) {
        Map<Long, Cell> byModel = new HashMap<>();
        Map<Long, Cell> byKernel = new HashMap<>();
        String found = null;
        for (Cell cell : inOrder(model)) {
            long m = model.of(cell);
            long k = kernel.of(cell);
            if (m == ABSENT || k == ABSENT) {
                // A page of zeros that nobody wrote reads the same, present or not.
                if (Math.max(m, k) > ZERO_PAGE && privateAnonymous.contains(cell)) {
                    found = both(cell + " is", "not present", "present", m == ABSENT);
                }
            } else if ((m == ZERO_PAGE) != (k == ZERO_PAGE)) {
                found = both(cell + " is", "the zero page", "a page of its own", m == ZERO_PAGE);
            } else {
                found = firstNonNull(sharing(cell, m, k, byModel, byKernel), kept(cell, m, k));
            }
            if (found != null) {
                break;
            }
        }
        modelBefore = model;
        kernelBefore = kernel;
        return found;
    }

    private static Iterable<Cell> inOrder(Placement placement) {
        TreeSet<Cell> cells = new TreeSet<>(
                Comparator.comparing(Cell::process).thenComparing(Cell::buffer).thenComparingInt(Cell::page));
        cells.addAll(placement.frame().keySet());
        return cells;
    }

    private static @Nullable String firstNonNull(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }

    private static String both(String subject, String ifTrue, String ifFalse, boolean inModel) {
        return subject + " " + (inModel ? ifTrue : ifFalse) + " in the model, " + (inModel ? ifFalse : ifTrue)
                + " in the kernel";
    }

    private @Nullable String sharing(Cell cell, long m, long k, Map<Long, Cell> byModel, Map<Long, Cell> byKernel) {
        Cell withModel = byModel.putIfAbsent(m, cell);
        Cell withKernel = byKernel.putIfAbsent(k, cell);
        if (withModel != null && (withKernel == null || !withModel.equals(withKernel))) {
            return cell + " and " + withModel + " are one page in the model, two in the kernel";
        }
        if (withKernel != null && withModel == null) {
            return cell + " and " + withKernel + " are two pages in the model, one in the kernel";
        }
        return null;
    }

    private @Nullable String kept(Cell cell, long m, long k) {
        long mBefore = modelBefore.of(cell);
        long kBefore = kernelBefore.of(cell);
        if (mBefore == ABSENT || kBefore == ABSENT || (m == mBefore) == (k == kBefore)) {
            return null;
        }
        return both(cell + " has", "kept its page", "got another page", m == mBefore);
    }
}
