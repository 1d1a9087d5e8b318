package io.github.accelbed.fuzzer;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.vfio.manager.MdevManager;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which steps a row offers on which kernel, so that few programs are skipped. */
final class Offers {
    private final Map<String, Set<AccessStep>> offered = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Integer>> calls = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Integer>> rootCalls = new ConcurrentHashMap<>();
    private final Map<String, Boolean> leases = new ConcurrentHashMap<>();

    Set<AccessStep> of(String row, KernelVersion kernel) {
        return offered.computeIfAbsent(row + " " + kernel, unused -> ask(row, kernel));
    }

    /** Whether a row has a manager of mdevs. */
    boolean leases(String row, KernelVersion kernel) {
        return leases.computeIfAbsent(row, unused -> MdevManager.serves(booted(row, kernel)));
    }

    /** The calls by name on a queue, with how many numbers each takes. */
    Map<String, Integer> calls(String row, KernelVersion kernel) {
        return calls.computeIfAbsent(
                row + " " + kernel, unused -> booted(row, kernel).calls().arguments());
    }

    /** Those of root on a device. */
    Map<String, Integer> rootCalls(String row, KernelVersion kernel) {
        return rootCalls.computeIfAbsent(
                row + " " + kernel, unused -> booted(row, kernel).rootCalls().arguments());
    }

    private static Access booted(String row, KernelVersion kernel) {
        return Backends.find(row).orElseThrow().on(Kernel.boot(kernel));
    }

    private static Set<AccessStep> ask(String row, KernelVersion kernel) {
        Access access = booted(row, kernel);
        Set<AccessStep> steps = EnumSet.noneOf(AccessStep.class);
        for (AccessStep step : AccessStep.values()) {
            if (access.whyNot(step) == null) {
                steps.add(step);
            }
        }
        return steps;
    }
}
