package io.github.accelbed.scenario.run;

import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MigratePage;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.ReclaimPage;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.SpontaneousEvent;
import io.github.accelbed.scenario.language.step.CopyStep;
import io.github.accelbed.scenario.language.step.DeviceReadStep;
import io.github.accelbed.scenario.language.step.DeviceStep;
import io.github.accelbed.scenario.language.step.DeviceWriteStep;
import io.github.accelbed.scenario.language.step.ForkStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.SubmitStep;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The spontaneous events of a scenario. Its targets are the pages that a device step names: a cached translation is evicted or fetched
 * ahead for the queue of such a step, a page is reclaimed from or migrated in each process. Each event happens at most once a schedule, at
 * any moment, with nobody asking.
 *
 * <p>An IOMMU that may keep permissions need not have kept the one that stalls a job: that it has not is an event too, without being named in
 * the scenario, and as often as a job stalls.
 */
final class Events {

    /** One event that can happen: on behalf of which queue or to which process; without a page, what stalls the queue is evicted. */
    private record Target(
            SpontaneousEvent kind, String whose, @Nullable PageRef page, Cpu cpu) {}

    private static final int WAITING = 0;
    private static final int RUNNING = 1;
    private static final int OVER = 2;

    private final World world;
    private final List<Target> targets = new ArrayList<>();
    private final int[] states;

    Events(Scenario scenario, World world) {
        this.world = world;
        Map<String, Set<PageRef>> jobs = new LinkedHashMap<>();
        scenario.steps()
                .forEach(step -> pages(step)
                        .forEach(page -> jobs.computeIfAbsent(step.actor(), unused -> new LinkedHashSet<>())
                                .add(page)));
        Set<PageRef> pages = new LinkedHashSet<>();
        jobs.values().forEach(pages::addAll);
        List<String> processes = Stream.concat(
                        Stream.of("A"),
                        scenario.steps()
                                .filter(ForkStep.class::isInstance)
                                .map(step -> ((ForkStep) step).child().text()))
                .toList();
        for (SpontaneousEvent kind : scenario.exploration().events()) {
            switch (kind) {
                case EVICT, PREFETCH -> jobs.forEach((queue, named) -> named.forEach(page -> add(kind, queue, page)));
                case RECLAIM, MIGRATE -> processes.forEach(process -> pages.forEach(page -> add(kind, process, page)));
            }
        }
        if (world.kernel().iommu().keepsPermissions()) {
            jobs(scenario).forEach(queue -> add(SpontaneousEvent.EVICT, queue, null));
        }
        states = new int[targets.size()];
    }

    private static Stream<String> jobs(Scenario scenario) {
        return scenario.steps()
                .filter(step -> step instanceof SubmitStep || step instanceof DeviceStep)
                .map(step -> step instanceof SubmitStep submit ? submit.queue().text() : step.actor())
                .distinct();
    }

    private void add(SpontaneousEvent kind, String whose, @Nullable PageRef page) {
        targets.add(new Target(kind, whose, page, world.kernel().newCpu(kind.word())));
    }

    private static Stream<PageRef> pages(Step step) {
        if (step instanceof DeviceReadStep read) {
            return Stream.of(read.target());
        } else if (step instanceof DeviceWriteStep write) {
            return Stream.of(write.target());
        } else if (step instanceof CopyStep copy) {
            return Stream.concat(each(copy.from()), each(copy.to()));
        }
        return Stream.of();
    }

    private static Stream<PageRef> each(PageRange range) {
        return Stream.iterate(range.first(), page -> page + 1)
                .limit(range.pages())
                .map(page -> new PageRef(range.buffer(), page));
    }

    boolean none() {
        return targets.isEmpty();
    }

    int count() {
        return targets.size();
    }

    long location(int event) {
        return (long) states[event] << 32 | (targets.get(event).cpu().actor().location() & 0xffffffffL);
    }

    String name(int event) {
        Target target = targets.get(event);
        return target.kind().word() + " " + (target.page() == null ? "what stalls" : target.page() + " of") + " "
                + target.whose();
    }

    /** Whether it has begun and not ended. */
    boolean running(int event) {
        return states[event] == RUNNING;
    }

    /** Whether one has begun and not ended. */
    boolean running() {
        for (int state : states) {
            if (state == RUNNING) {
                return true;
            }
        }
        return false;
    }

    /** False if it is over, waits, or cannot happen now. */
    boolean step(int event) {
        if (states[event] == OVER) {
            return false;
        }
        Target target = targets.get(event);
        if (states[event] == WAITING) {
            Optional<Operation<?>> operation = operation(target);
            if (operation.isEmpty()) {
                return false;
            }
            target.cpu().actor().start(operation.get());
            states[event] = RUNNING;
        }
        if (!target.cpu().actor().step()) {
            return false;
        }
        if (target.cpu().actor().idle()) {
            states[event] = target.page() == null ? WAITING : OVER;
        }
        return true;
    }

    private Optional<Operation<?>> operation(Target target) {
        World.Queue queue = world.queues().get(new QueueName(target.whose()));
        PageRef page = target.page();
        if (page == null) {
            return queue == null ? Optional.empty() : queue.queue().engine().evictRefusal();
        }
        long vpn = world.buffer(page.buffer()).start() + page.page();
        Task task = world.task(new ProcessName(target.whose()));
        MmStruct mm = task != null && task.alive() ? task.mm() : null;
        return switch (target.kind()) {
            case EVICT ->
                queue == null ? Optional.empty() : queue.queue().engine().evict(vpn);
            case PREFETCH -> queue == null ? Optional.empty() : queue.queue().prefetch(target.cpu(), vpn);
            case RECLAIM -> mm == null ? Optional.empty() : Optional.of(new ReclaimPage(target.cpu(), mm, vpn));
            case MIGRATE -> mm == null ? Optional.empty() : Optional.of(new MigratePage(target.cpu(), mm, vpn));
        };
    }
}
