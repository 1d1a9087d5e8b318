package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.Conformance;
import io.github.accelbed.conformance.ConformanceRun;
import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.NativeAgent;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The same comparison on several kernels, as many beside each other as there are processors.
 *
 * @param scenarios the built-in scenarios
 * @param vocabulary the words of the scenarios
 * @param programs how many random programs
 * @param seed of the random programs
 * @param devices whether real devices are asked, too
 * @param progress told in words what is done; by several threads
 */
public record KernelSweep(
        List<Scenario> scenarios,
        Vocabulary vocabulary,
        int programs,
        long seed,
        boolean devices,
        Consumer<String> progress) {

    /** Copies the list. */
    public KernelSweep {
        scenarios = List.copyOf(scenarios);
    }

    /**
     * Boots each kernel and compares.
     *
     * @param cache where the emulator is kept
     * @param kernels what to boot
     * @return what agreed and what did not, in the order of the kernels
     * @throws AgentException if one of them cannot be booted or its agent fails; the others are ended
     */
    public List<Conformance> on(LabCache cache, List<BootKernel> kernels) throws AgentException {
        int beside = Math.min(kernels.size(), Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, beside));
        try (NativeAgent agent = NativeAgent.buildStatic()) {
            Emulator.find(cache, progress);
            List<Future<Conformance>> running = new ArrayList<>();
            for (BootKernel kernel : kernels) {
                running.add(pool.submit(() -> on(cache, kernel, agent)));
            }
            List<Conformance> found = new ArrayList<>();
            for (Future<Conformance> future : running) {
                found.add(future.get());
            }
            return found;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AgentException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentException("interrupted while kernels were compared", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private Conformance on(LabCache cache, BootKernel kernel, NativeAgent agent) throws AgentException {
        try (Guest guest = Guest.of(cache, kernel, agent, devices, progress)) {
            return ConformanceRun.on(
                    guest, scenarios, vocabulary, programs, seed, done -> progress.accept(kernel.name() + ": " + done));
        }
    }
}
