package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.Integrity;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls of several actors on the same page, their steps in random order. Whatever the order, the books agree afterwards, nobody
 * waits for ever, each process reads what it wrote, and no translation outlives its entry.
 */
class InterleavingTest {
    private static final long V = 512;
    private static final long MOVED = 4096;
    private static final int RUNS = 3000;

    private static final List<String> OWNER =
            List.of("write", "read", "munmap", "dontneed", "free", "ro", "mremap", "fork", "exit", "nothing");
    private static final List<String> CHILD = List.of("write", "fork", "exit", "munmap", "nothing");
    private static final List<String> WORKER =
            List.of("fault rw", "fault ro", "pin rw", "pin ro", "pin fast rw", "pin fast ro", "nothing");
    private static final List<String> ROOT =
            List.of("swapout A", "migrate A", "swapout B", "migrate B", "unpin", "nothing");

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void theOrderOfStepsDoesNotMatter(String kernel) {
        for (int seed = 0; seed < RUNS; seed++) {
            Scene scene = new Scene(kernel, new Random(seed));
            String problem = scene.run();
            assertThat(problem).as("seed %d on %s: %s", seed, kernel, scene.log).isNull();
        }
    }

    private static final class Scene {
        final List<String> log = new ArrayList<>();
        final Random random;
        final MmWorld world;
        final Task a;
        final @Nullable Task b;
        final Cpu worker;
        final SvaBinding binding;
        final boolean shared;
        final List<PageReferences> pins = new ArrayList<>();
        final List<Actor> actors = new ArrayList<>();

        Scene(String kernel, Random random) {
            this.random = random;
            world = new MmWorld(kernel);
            a = world.task("A");
            worker = world.kernel().newCpu("worker");
            shared = choose("private", "private", "private", "shared").equals("shared");
            FileMapping file = choose("anon", "anon", "file").equals("file")
                    ? world.mm().file("F")
                    : shared ? world.mm().newShmem() : null;
            world.map(a, V, 2, MmWorld.RW | (shared ? Vma.SHARED : 0), file);
            if (random.nextInt(4) > 0) {
                world.write(a, V, 1);
            } else {
                log.add("untouched");
            }
            if (choose("free", "no", "no").equals("free")) {
                world.madvise(a, V, 1, Madvise.Advice.FREE);
            }
            if (choose("pinned", "no", "no", "no").equals("pinned")) {
                pins.add(world.gup(a, V, 1, GetUserPages.FOLL_PIN | GetUserPages.FOLL_WRITE));
            }
            binding = world.kernel().iommu().svaBind(a.mm());
            b = choose("forked", "forked", "alone").equals("forked") ? world.fork(a, "B") : null;
            if (choose("swapped", "no", "no").equals("swapped")) {
                world.swapOut(a, V);
            }
        }

        private String choose(String... options) {
            String chosen = options[random.nextInt(options.length)];
            if (!chosen.equals("no")) {
                log.add(chosen);
            }
            return chosen;
        }

        private String choose(String who, List<String> options) {
            String chosen = options.get(random.nextInt(options.size()));
            log.add(who + " " + chosen);
            return chosen;
        }

        private void start(Actor actor, @Nullable Operation<?> operation) {
            if (operation != null) {
                actor.start(operation);
                actors.add(actor);
            }
        }

        @Nullable
        String run() {
            long before = Long.parseLong(world.load(a, V));
            if (random.nextBoolean()) {
                world.swapOut(a, V);
            }
            boolean lazy = log.contains("free");
            String ownerDoes = choose("A", OWNER);
            String childDoes = b == null ? "nothing" : choose("B", CHILD);
            Operation<?> owner = owner(ownerDoes);
            start(a.cpu().actor(), owner);
            if (b != null) {
                start(b.cpu().actor(), child(b, childDoes));
            }
            start(worker.actor(), worker(choose("worker", WORKER)));
            start(world.kernel().root().actor(), root(choose("root", ROOT)));
            Actor device = new Actor(world.kernel().machine(), "device");
            start(device, new Translations(world.kernel().iommu(), binding));
            String problem = schedule();
            try {
                return problem != null ? problem : judge(ownerDoes, childDoes, owner, before, lazy);
            } catch (RuntimeException | AssertionError e) {
                return "afterwards: " + e;
            }
        }

        private @Nullable String schedule() {
            try {
                List<Actor> running = new ArrayList<>(actors);
                int blockedInARow = 0;
                while (!running.isEmpty()) {
                    Actor next = running.get(random.nextInt(running.size()));
                    boolean stepped = next.step();
                    blockedInARow = stepped ? 0 : blockedInARow + 1;
                    if (next.idle()) {
                        running.remove(next);
                        blockedInARow = 0;
                    } else if (blockedInARow > 1000) {
                        return "nobody can go on: "
                                + running.stream().map(Actor::name).toList();
                    }
                }
                return null;
            } catch (RuntimeException e) {
                return e + " at " + e.getStackTrace()[0];
            }
        }

        private @Nullable String judge(
                String ownerDoes, String childDoes, @Nullable Operation<?> owner, long before, boolean lazy) {
            List<String> problems =
                    new ArrayList<>(Integrity.check(world.kernel(), List.of()).problems());
            checkTranslations(problems);
            String expected = Long.toString(before);
            if (a.alive()) {
                String seen = world.load(a, ownerDoes.equals("mremap") ? MOVED : V);
                String right = switch (ownerDoes) {
                    case "munmap" -> "SIGSEGV";
                    case "dontneed" -> shared ? expected : fileContents();
                    case "write" -> "2";
                    default -> expected;
                };
                boolean childWrote = shared && childDoes.equals("write");
                boolean dropped = seen.equals("0") && (lazy || ownerDoes.equals("free")) && !ownerDoes.equals("write");
                if (!seen.equals(right) && !(childWrote && seen.equals("3")) && !dropped) {
                    problems.add("A reads " + seen + ", expected " + right);
                }
                if (owner instanceof CpuAccess access && !access.result().ok()) {
                    problems.add("A's access answered " + access.result());
                }
                if (ownerDoes.equals("ro") && world.write(a, V, 9) != Errno.SIGSEGV) {
                    problems.add("A may write what it protected");
                }
                if (owner instanceof Fork fork && fork.child() != null) {
                    String third = world.load(fork.child(), V);
                    if (!third.equals(expected) && !childWrote && !(lazy && third.equals("0"))) {
                        problems.add("A's new child reads " + third + ", expected " + expected);
                    }
                }
            }
            if (b != null && b.alive() && !shared) {
                String seen = world.load(b, V);
                String right = switch (childDoes) {
                    case "write" -> "3";
                    case "munmap" -> "SIGSEGV";
                    default -> expected;
                };
                if (!seen.equals(right) && !(lazy && seen.equals("0") && !childDoes.equals("write"))) {
                    problems.add("B reads " + seen + ", expected " + right);
                }
            }
            end(problems);
            return problems.isEmpty() ? null : problems.toString();
        }

        /** What MADV_DONTNEED of a private page leaves. */
        private static String fileContents() {
            return "0";
        }

        private void checkTranslations(List<String> problems) {
            if (binding.domain().quiet()) {
                return;
            }
            for (long vpn = V; vpn < V + 2; vpn++) {
                long cached =
                        world.kernel().iommu().iotlb().lookup(binding.domain().asid(), vpn);
                long pte = a.mm().pageTable().walk(vpn);
                boolean more = Pte.grants(cached, true) && !Pte.grants(pte, true);
                if (cached != 0 && (!Pte.readable(pte) || Pte.frame(cached) != Pte.frame(pte) || more)) {
                    problems.add("the IOTLB translates what the table does not");
                }
            }
        }

        private void end(List<String> problems) {
            if (!problems.isEmpty()) {
                return;
            }
            for (Task task : world.kernel().processes().all()) {
                if (task.alive()) {
                    world.run(task, new Exit(world.kernel().processes(), task));
                }
            }
            pins.forEach(PageReferences::release);
            world.check();
            int cached = 0;
            for (FileMapping mapping : world.mm().mappings()) {
                for (int frame : mapping.frames()) {
                    cached += world.memory().inPageCache(frame) ? 1 : 0;
                }
            }
            if (world.memory().used() != cached) {
                problems.add(world.memory().used() + " frames are in use at the end, " + cached + " by files");
            }
        }

        private @Nullable Operation<?> owner(String what) {
            Cpu cpu = a.cpu();
            MmStruct mm = a.mm();
            return switch (what) {
                case "write" -> new CpuAccess(cpu).write(mm, V, 2);
                case "read" -> new CpuAccess(cpu).read(mm, V);
                case "munmap" -> new Munmap(cpu, mm, V, 2);
                case "dontneed" -> new Madvise(cpu, mm, V, 1, Madvise.Advice.DONTNEED);
                case "free" -> new Madvise(cpu, mm, V, 1, Madvise.Advice.FREE);
                case "ro" -> new Mprotect(cpu, mm, V, 2, MmWorld.RO);
                case "mremap" -> new Mremap(cpu, mm, V, 2, MOVED);
                case "fork" -> new Fork(world.kernel().processes(), a, "C");
                case "exit" -> new Exit(world.kernel().processes(), a);
                default -> null;
            };
        }

        private @Nullable Operation<?> child(Task task, String what) {
            return switch (what) {
                case "write" -> new CpuAccess(task.cpu()).write(task.mm(), V, 3);
                case "fork" -> new Fork(world.kernel().processes(), task, "D");
                case "exit" -> new Exit(world.kernel().processes(), task);
                case "munmap" -> new Munmap(task.cpu(), task.mm(), V, 2);
                default -> null;
            };
        }

        private @Nullable Operation<?> worker(String what) {
            if (what.startsWith("fault")) {
                return new IoPageFault(worker).at(a.mm(), V, what.endsWith("rw"));
            }
            if (what.startsWith("pin")) {
                PageReferences held = new PageReferences(world.mm(), "A", true);
                pins.add(held);
                int flags = GetUserPages.FOLL_PIN | (what.endsWith("rw") ? GetUserPages.FOLL_WRITE : 0);
                return what.contains("fast")
                        ? new GetUserPagesFast(worker, a.mm(), V, 1, flags, held)
                        : new GetUserPages(worker, a.mm(), V, 1, flags, held);
            }
            return null;
        }

        private @Nullable Operation<?> root(String what) {
            MmStruct mm = what.endsWith("B") && b != null ? b.mm() : a.mm();
            Cpu root = world.kernel().root();
            if (what.startsWith("swapout")) {
                return new ReclaimPage(root, mm, V);
            }
            if (what.startsWith("migrate")) {
                return new MigratePage(root, mm, V);
            }
            return what.equals("unpin") && !pins.isEmpty() ? new Unpin(pins.get(0), worker.actor()) : null;
        }
    }

    /** A device that translates now and then, and so fills the IOTLB at every moment. */
    private static final class Translations extends Operation<Translations> {
        private static final Program<Translations> STEPS = Program.<Translations>of("translations")
                .device("translate", Cost.INCLUDED, (o, a) -> o.translate())
                .build();

        private final Iommu iommu;
        private final SvaBinding binding;
        private int left = 12;

        Translations(Iommu iommu, SvaBinding binding) {
            super(STEPS);
            this.iommu = iommu;
            this.binding = binding;
        }

        private int translate() {
            iommu.translate(binding.domain(), V, left % 2 == 0);
            return --left == 0 ? Flow.DONE : Flow.AGAIN;
        }
    }

    /** A driver's release of its pins, which it has when the call that takes them has returned. */
    private static final class Unpin extends Operation<Unpin> {
        private static final Program<Unpin> STEPS = Program.<Unpin>of("unpin")
                .kernel("wait", Cost.INCLUDED, (o, a) -> o.await())
                .waits()
                .kernel("unpin_user_pages", Cost.UNPIN_PER_PAGE, (o, a) -> o.unpin())
                .build();

        private final PageReferences held;
        private final Actor taker;
        private final boolean untaken;
        private int delay = 4;

        Unpin(PageReferences held, Actor taker) {
            super(STEPS);
            this.held = held;
            this.taker = taker;
            untaken = held.size() == 0;
        }

        private int await() {
            if (untaken && !taker.idle()) {
                return Flow.BLOCKED;
            }
            return --delay > 0 ? Flow.AGAIN : Flow.NEXT;
        }

        private int unpin() {
            held.release();
            return Flow.DONE;
        }
    }
}
