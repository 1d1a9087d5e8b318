package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code IOMMU_IOAS_COPY}: puts memory of one address space into another one (or elsewhere in the same) without pinning or charging it
 * again. ENOENT for an unknown id or where nothing is mapped, EEXIST and EINVAL as for a map.
 */
final class IoasCopy extends AccessOperation<IoasCopy> {
    private static final Program<IoasCopy> STEPS = Program.<IoasCopy>of("IOMMU_IOAS_COPY")
            .cpu("iommufd_ioas_copy", Cost.SYSCALL, (o, a) -> o.enter(a))
            .cpu("iopt_map_pages", Cost.INCLUDED, (o, a) -> o.fill(a))
            .build();

    private final IommufdDriver driver;
    private final Task task;
    private final IommufdContext context;
    private final int from;
    private final long source;
    private final int to;
    private final long target;
    private final int pages;
    private final List<Hwpt> filled = new ArrayList<>();
    private @Nullable Ioas into;
    private @Nullable IoptArea area;
    private @Nullable PinAndMap pin;
    private @Nullable Actor holder;

    /**
     * A call.
     *
     * @param driver iommufd
     * @param task who calls
     * @param context where
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
        this.driver = driver;
        this.task = task;
        this.context = context;
        this.from = from;
        this.source = source;
        this.to = to;
        this.target = target;
        this.pages = pages;
    }

    private int enter(Actor actor) {
        IoptArea known = context.find(from) instanceof Ioas ioas ? ioas.find(source, source + pages) : null;
        into = context.find(to) instanceof Ioas ioas ? ioas : null;
        if (into != null && !into.lock().lock(actor)) {
            return Flow.BLOCKED;
        }
        task.countSyscalls(1);
        if (into == null || known == null || known.start() > source || known.end() < source + pages) {
            answer(Errno.ENOENT);
        } else if (into.isReserved(target, target + pages)) {
            answer(Errno.EINVAL);
        } else if (into.find(target, target + pages) != null) {
            answer(Errno.EEXIST);
        } else {
            area = new IoptArea(target, pages, known.offset() + (int) (source - known.start()), known.memory());
            into.link(area);
        }
        if (into == null) {
            return Flow.DONE;
        }
        holder = actor;
        return Flow.NEXT;
    }

    private int fill(Actor actor) {
        Ioas ioas = into;
        if (ioas == null) {
            throw new IllegalStateException("not entered");
        }
        if (pin != null) {
            answer(pin.result());
            if (pin.result().ok()) {
                filled.add(ioas.domains().get(filled.size()));
            }
        }
        if (result().ok() && area != null && filled.size() < ioas.domains().size()) {
            pin = new PinAndMap(
                    driver, task.cpu(), context, area, ioas.domains().get(filled.size()));
            actor.call(pin);
            return Flow.AGAIN;
        }
        if (!result().ok() && area != null) {
            undo(ioas, area);
        }
        ioas.lock().unlock(actor);
        holder = null;
        return Flow.DONE;
    }

    private void undo(Ioas ioas, IoptArea made) {
        filled.forEach(hwpt -> UnmapAndUnpin.now(driver, made, hwpt));
        ioas.unlink(made);
    }

    @Override
    protected void abandoned() {
        if (holder != null && into != null) {
            if (area != null) {
                undo(into, area);
            }
            into.lock().unlock(holder);
            holder = null;
        }
    }
}
