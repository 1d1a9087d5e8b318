package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code IOMMU_IOAS_COPY}: puts memory of one address space into another one (or elsewhere in the same) without pinning or charging it
 * again. ENOENT for an unknown id or where nothing is mapped, EEXIST and EINVAL as for a map.
 */
final class IoasCopy extends AccessOperation<IoasCopy> {
    private static final Program<IoasCopy> STEPS = Program.<IoasCopy>of("IOMMU_IOAS_COPY")
            .cpu("iommufd_ioas_copy", Cost.SYSCALL, (o, a) -> o.enter(a))
            .waits()
            .undo("iopt_area_unfill_domain", Cost.INCLUDED, (o, a) -> o.fillings.emptyLast(a))
            .returned((o, a) -> o.fillings.emptyLast(a))
            .undo("iopt_abort_area", Cost.INCLUDED, (o, a) -> o.abort())
            .cpu("iopt_map_pages", Cost.INCLUDED, (o, a) -> o.fill(a))
            .returned((o, a) -> o.filled(a))
            .build();

    private final Task task;
    private final IommufdContext context;
    private final int from;
    private final long source;
    private final int to;
    private final long target;
    private final int pages;
    private final Fillings fillings;
    private @Nullable Ioas into;
    private @Nullable IoptArea area;

    /**
     * A call.
     *
     * @param from which IOAS has the memory
     * @param source first page there
     * @param to which IOAS gets it
     * @param target first page there
     * @param pages how many, within one mapping
     */
    IoasCopy(
            IommufdDriver driver,
            Task task,
            IommufdContext context,
            int from,
            long source,
            int to,
            long target,
            int pages) {
        super(STEPS);
        this.task = task;
        this.context = context;
        this.from = from;
        this.source = source;
        this.to = to;
        this.target = target;
        this.pages = pages;
        fillings = new Fillings(driver, task.cpu());
    }

    private int enter(Actor actor) {
        into = context.find(to) instanceof Ioas ioas ? ioas : null;
        if (into != null && !into.lock().lock(actor)) {
            return Flow.BLOCKED;
        }
        task.countSyscalls(1);
        IoptArea known = context.find(from) instanceof Ioas ioas ? ioas.find(source, source + pages) : null;
        if (into == null || known == null || known.start() > source || known.end() < source + pages) {
            return fail(Errno.ENOENT);
        }
        if (into.isReserved(target, target + pages)) {
            return fail(Errno.EINVAL);
        }
        if (into.find(target, target + pages) != null) {
            return fail(Errno.EEXIST);
        }
        IoptArea made = new IoptArea(target, pages, known.offset() + (int) (source - known.start()), known.memory());
        into.link(made);
        into.domains().forEach(hwpt -> fillings.add(made, hwpt));
        area = made;
        return Flow.NEXT;
    }

    private Ioas into() {
        return Objects.requireNonNull(into, "not entered");
    }

    private int fill(Actor actor) {
        if (fillings.fillNext(actor)) {
            return Flow.NEXT;
        }
        into().lock().unlock(actor);
        return Flow.DONE;
    }

    private int filled(Actor actor) {
        if (!actor.returned().ok()) {
            return fail(actor.returned());
        }
        fillings.filledOne();
        return fill(actor);
    }

    private int abort() {
        if (area != null) {
            into().unlink(area);
        }
        return Flow.NEXT;
    }
}
