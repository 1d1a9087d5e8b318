package io.github.accelbed.scenario.backend;

import io.github.accelbed.model.Ablation;
import io.github.accelbed.model.mm.CowRules;
import io.github.accelbed.model.mm.NotifierRules;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.odp.RdmaRules;
import io.github.accelbed.uacce.UacceRules;
import io.github.accelbed.uacce.idxd.IdxdRules;
import io.github.accelbed.vfio.SdmdevRules;
import io.github.accelbed.vfio.VfioRules;
import io.github.accelbed.vfio.mdev.MdevRules;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The mechanisms that {@code without} can leave out, each a decorator of the rules that hold it: one method of them answers no.
 */
public final class Mechanisms {
    /** Some kernels do without it, so that they are compared with a model that does, too. */
    public static final String ZERO_PAGE = "zero-page";

    /**
     * Leaves a mechanism out by answering {@code false} where the rules ask whether it is there, and hands every other question on.
     *
     * @param name its name
     * @param title what is left out
     * @param rules the rules that hold it
     * @param question the question, of whatever things
     */
    private record Denied<R>(String name, String title, Class<R> rules, Predicate<R> question) implements Ablation {
        @Override
        public <S> S apply(Class<S> kind, S original) {
            if (!kind.equals(rules)) {
                return original;
            }
            Method denied = asked();
            return kind.cast(answering((proxy, method, arguments) -> {
                try {
                    return method.equals(denied) ? false : method.invoke(original, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }));
        }

        /** Whether these rules may answer otherwise; for a question about something, that is taken to be so. */
        boolean isIn(Class<?> kind, Object original) {
            return kind.equals(rules) && (asked().getParameterCount() > 0 || question.test(rules.cast(original)));
        }

        /** Which of the rules' methods the question calls. */
        private Method asked() {
            List<Method> asked = new ArrayList<>();
            if (question.test(answering((proxy, method, arguments) -> !asked.add(method)))) {
                throw new IllegalStateException(name + " is not what the rules answer");
            }
            return asked.get(0);
        }

        private R answering(InvocationHandler handler) {
            return rules.cast(Proxy.newProxyInstance(rules.getClassLoader(), new Class<?>[] {rules}, handler));
        }
    }

    /** Leaves nothing out and notes what could be. */
    private static final class Watch implements Ablation {
        private final Set<String> found;

        Watch(Set<String> found) {
            this.found = found;
        }

        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public String title() {
            return "nothing is left out";
        }

        @Override
        public <R> R apply(Class<R> kind, R original) {
            for (Denied<?> mechanism : ALL) {
                if (mechanism.isIn(kind, original)) {
                    found.add(mechanism.name());
                }
            }
            return original;
        }
    }

    private static final List<Denied<?>> ALL = List.of(
            new Denied<>(
                    "early-copy",
                    "fork does not copy pinned pages for the child (undoes 70e806e4e645)",
                    CowRules.class,
                    rules -> rules.copiesAtFork(new PhysicalMemory(1, 1), 0, false)),
            new Denied<>(
                    "fork-seqcount",
                    "a lockless pin does not notice that fork protects entries meanwhile (undoes 57efa1fe5957)",
                    CowRules.class,
                    CowRules::gupFastWatchesFork),
            new Denied<>(
                    "gup-unshare",
                    "a read-only pin of a shared page does not unshare it first (undoes a7f226604170 and 84209e87c696)",
                    CowRules.class,
                    rules -> rules.mustUnshare(new PhysicalMemory(1, 1), 0, 0, false)),
            new Denied<>(
                    ZERO_PAGE,
                    "a reader of untouched memory gets a page of its own, not the zero page (as mm_forbids_zeropage has it)",
                    CowRules.class,
                    CowRules::mapsZeroPage),
            new Denied<>(
                    "pin", "a pin holds no page: it may be freed and reused", CowRules.class, CowRules::pinsHoldPages),
            new Denied<>(
                    "mmu-notifier",
                    "mirror tables are not told of page-table changes",
                    NotifierRules.class,
                    NotifierRules::notifiesMirrors),
            new Denied<>(
                    "iotlb-invalidation",
                    "the IOMMU's TLB is not told of page-table changes",
                    NotifierRules.class,
                    NotifierRules::invalidatesSecondaryTlbs),
            new Denied<>(
                    "io-page-fault",
                    "the kernel does not handle the faults of devices that walk a process's table",
                    NotifierRules.class,
                    NotifierRules::answersIoPageFaults),
            new Denied<>(
                    "sequence-check",
                    "an ODP fault enters what it found even if an invalidation came in between",
                    RdmaRules.class,
                    RdmaRules::retriesAfterInvalidation),
            new Denied<>(
                    "release-at-last-close",
                    "the last close of a uacce queue does not give it back to the hardware",
                    UacceRules.class,
                    UacceRules::putsQueueAtRelease),
            new Denied<>(
                    "region-wipe",
                    "a child inherits the mappings of a uacce queue's regions",
                    UacceRules.class,
                    UacceRules::wipesRegionsOnFork),
            new Denied<>(
                    "release-accounting",
                    "release of a uacce queue does not take mmap_lock to account for pages (sixth posting only)",
                    UacceRules.class,
                    UacceRules::accountsAtRelease),
            new Denied<>(
                    "unbind-under-mutex",
                    "release of a uacce queue unbinds when it has given uacce_mutex back (sixth posting only)",
                    UacceRules.class,
                    UacceRules::unbindsUnderMutex),
            new Denied<>(
                    "caller-mm-check",
                    "idxd lets a process use the work queue that another address space opened",
                    IdxdRules.class,
                    IdxdRules::checksCallersMm),
            new Denied<>(
                    "pasid-check",
                    "WarpDrive V2 binds a queue to whatever process's PASID the program passes",
                    SdmdevRules.class,
                    SdmdevRules::checksPasid),
            new Denied<>(
                    "group-ownership",
                    "a VFIO group may be opened although somebody has it, and is found in the container of the first",
                    VfioRules.class,
                    VfioRules::ownsGroups),
            new Denied<>(
                    "group-isolation",
                    "all containers of a device map into one IOMMU domain",
                    VfioRules.class,
                    VfioRules::isolatesGroups),
            new Denied<>(
                    "detach-unmap",
                    "VFIO leaves a container's entries in the IOMMU when its last group is detached",
                    VfioRules.class,
                    VfioRules::unmapsAtDetach),
            new Denied<>(
                    "queue-reset",
                    "the last close of a VFIO device neither stops nor resets its queue",
                    VfioRules.class,
                    VfioRules::resetsAtClose),
            new Denied<>(
                    "removal-wait",
                    "removing an mdev that is open is refused, not waited for",
                    MdevRules.class,
                    MdevRules::removalWaitsForRelease),
            new Denied<>(
                    "reserved-region-check",
                    "VFIO's MAP_DMA accepts reserved regions (undoes 5.4's IOVA list)",
                    VfioRules.class,
                    VfioRules::checksReservedRegions),
            new Denied<>(
                    "memlock-accounting",
                    "VFIO neither holds mappings against RLIMIT_MEMLOCK nor charges them",
                    VfioRules.class,
                    VfioRules::accountsLockedPages));

    private Mechanisms() {}

    /**
     * All mechanisms.
     *
     * @return in the order of listings
     */
    public static List<Ablation> all() {
        return List.copyOf(ALL);
    }

    /**
     * Their names.
     *
     * @return in the order of listings
     */
    public static List<String> names() {
        return ALL.stream().map(Ablation::name).toList();
    }

    /**
     * A mechanism by its name.
     *
     * @param name such as {@code early-copy}
     * @return the ablation, or empty
     */
    public static Optional<Ablation> find(String name) {
        return ALL.stream()
                .filter(mechanism -> mechanism.name().equals(name))
                .map(Ablation.class::cast)
                .findFirst();
    }

    /**
     * Leaves nothing out, and notes which mechanisms the kernel and its rows have: those of the others that are left out make no difference.
     *
     * @param found where their names are put
     * @return to be applied behind all others
     */
    public static Ablation watch(Set<String> found) {
        return new Watch(found);
    }
}
