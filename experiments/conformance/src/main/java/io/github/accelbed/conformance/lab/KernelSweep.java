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
     * What a sweep came to.
     *
     * @param found of each kernel that answered, in the order of the kernels
     * @param failed why another did not
     */
    public record Swept(List<Conformance> found, List<String> failed) {
        /** Of no kernel. */
        public static final Swept NOTHING = new Swept(List.of(), List.of());

        /** Copies the lists. */
        public Swept {
            found = List.copyOf(found);
            failed = List.copyOf(failed);
        }

        /**
         * For the end, when what was found is written.
         *
         * @throws AgentException if a kernel failed, with what each said
         */
        public void refuseFailed() throws AgentException {
            if (!failed.isEmpty()) {
                throw new AgentException(String.join("; ", failed));
            }
        }
    }

    /**
     * Boots each kernel and compares.
     *
     * @param cache where the emulator is kept
     * @param kernels what to boot
     * @return what agreed and what did not, and what failed
     * @throws AgentException if none of them could be booted and compared
     */
    public Swept on(LabCache cache, List<BootKernel> kernels) throws AgentException {
        int beside = Math.min(kernels.size(), Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, beside));
        try (NativeAgent agent = NativeAgent.buildStatic()) {
            Emulator.find(cache, progress);
            List<Future<Conformance>> running = new ArrayList<>();
            for (BootKernel kernel : kernels) {
                running.add(pool.submit(() -> on(cache, kernel, agent)));
            }
            List<Conformance> found = new ArrayList<>();
            List<AgentException> failed = new ArrayList<>();
            for (Future<Conformance> future : running) {
                try {
                    found.add(future.get());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof AgentException cause)) {
                        throw new IllegalStateException(e.getCause());
                    }
                    failed.add(cause);
                }
            }
            if (found.isEmpty() && !failed.isEmpty()) {
                throw failed.get(0);
            }
            return new Swept(
                    found,
                    failed.stream().map(e -> String.valueOf(e.getMessage())).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentException("interrupted while kernels were compared", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private Conformance on(LabCache cache, BootKernel kernel, NativeAgent agent) throws AgentException {
        try {
            return booted(cache, kernel, agent);
        } catch (AgentException e) {
            throw new AgentException(kernel.name() + ": " + e.getMessage(), e);
        }
    }

    private Conformance booted(LabCache cache, BootKernel kernel, NativeAgent agent) throws AgentException {
        try (Guest guest = Guest.of(cache, kernel, agent, devices, progress)) {
            return ConformanceRun.on(
                    guest, scenarios, vocabulary, programs, seed, done -> progress.accept(kernel.name() + ": " + done));
        }
    }
}
