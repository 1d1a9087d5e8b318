package io.github.accelbed.drivers.reclaim;

import io.github.accelbed.drivers.bed.Kinds;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was played.
 *
 * @param cells one for each row, kernel and ending
 * @param kills every SIGKILL inside a set-up
 */
record ReclaimCells(List<Cell> cells, List<SetUpKill> kills) {
    ReclaimCells {
        cells = List.copyOf(cells);
        kills = List.copyOf(kills);
    }

    List<String> backends() {
        return cells.stream().map(Cell::backend).distinct().toList();
    }

    /** The kernels that have a row, oldest first. */
    List<String> kernels(String backend) {
        return cells.stream()
                .filter(cell -> cell.backend().equals(backend))
                .map(Cell::kernel)
                .distinct()
                .toList();
    }

    String newest(String backend) {
        List<String> kernels = kernels(backend);
        return kernels.get(kernels.size() - 1);
    }

    /** The row with its kernel, where that is not the newest of all. */
    String name(String backend, String kernel) {
        boolean newest = kernel.equals(cells.get(cells.size() - 1).kernel());
        return newest ? backend : backend + " on " + kernel;
    }

    List<Cell> of(String backend, String kernel) {
        return cells.stream()
                .filter(cell -> cell.backend().equals(backend) && cell.kernel().equals(kernel))
                .toList();
    }

    Optional<Cell> of(String backend, String kernel, Ending ending) {
        return of(backend, kernel).stream()
                .filter(cell -> cell.ending() == ending)
                .findFirst();
    }

    /** Rows that hold the same, and lose it at the same event, after every ending on every kernel. */
    Kinds kinds() {
        return new Kinds(
                backends(),
                backend -> cells.stream()
                        .filter(cell -> cell.backend().equals(backend))
                        .map(cell -> List.of(cell.kernel(), cell.ending(), cell.phases()))
                        .toList());
    }
}
