package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code iopt_area_fill_domain} (drivers/iommu/iommufd/pages.c): shows an area in a domain. The first domain pins and charges the memory,
 * the next ones only map it. All or nothing.
 */
final class PinAndMap extends Operation<PinAndMap> {
    private static final Program<PinAndMap> STEPS = Program.<PinAndMap>of("iopt_area_fill_domain")
            .cpu("pfn_reader_pin_pages", Cost.INCLUDED, (o, a) -> o.pin(a))
            .returned((o, a) -> o.charge(a))
            .undo("unpin_user_pages", Cost.UNPIN_PER_PAGE, (o, a) -> o.unpin(a))
            .cpu("iommu_map", Cost.IOMMU_MAP_PER_PAGE, (o, a) -> o.map(a))
            .build();

    private final IommufdDriver driver;
    private final Cpu cpu;
    private @Nullable IoptArea area;
    private @Nullable Hwpt hwpt;
    private @Nullable GetUserPages getUserPages;

    /**
     * Fillings, one after the other.
     *
     * @param driver iommufd
     * @param cpu where it runs
     */
    PinAndMap(IommufdDriver driver, Cpu cpu) {
        super(STEPS);
        this.driver = driver;
        this.cpu = cpu;
    }

    /**
     * Prepares a filling.
     *
     * @param where the domain's table
     */
    PinAndMap of(IoptArea what, Hwpt where) {
        area = what;
        hwpt = where;
        return this;
    }

    private IoptArea area() {
        return Objects.requireNonNull(area, "not prepared");
    }

    private IommuDomain domain() {
        return Objects.requireNonNull(hwpt, "not prepared").domain();
    }

    /** Pins the next batch, if no other domain has pinned all and some are left. */
    private int pin(Actor actor) {
        IoptPages memory = area().memory();
        if (memory.domains() > 0 || memory.pinned() == memory.pages()) {
            return Flow.PASS;
        }
        int flags = GetUserPages.FOLL_PIN | GetUserPages.FOLL_LONGTERM | (memory.write() ? GetUserPages.FOLL_WRITE : 0);
        long from = memory.vaddr() + memory.pinned();
        int batch = memory.batch();
        GetUserPages call = new GetUserPages(cpu, memory.mm(), from, batch, flags, memory.growing());
        // pfn_reader_user_pin: its own mm by pin_user_pages_fast, another one with mmap_lock taken before.
        boolean own = memory.task().cpu() == cpu && memory.task().mm() == memory.mm();
        getUserPages = own ? call.unlocked() : call;
        actor.call(getUserPages);
        return Flow.NEXT;
    }

    private int charge(Actor actor) {
        int taken = getUserPages == null ? 0 : getUserPages.taken();
        boolean allowed = driver.account().charge(area().memory(), taken);
        if (!allowed || !actor.returned().ok()) {
            unpin();
            return fail(allowed ? actor.returned() : Errno.ENOMEM);
        }
        return pin(actor);
    }

    /** If it cannot map all, it takes back what it mapped. */
    private int map(Actor actor) {
        long rights = Pte.PRESENT | (area().memory().write() ? Pte.WRITE : 0);
        for (long vpn = area().start(); vpn < area().end(); vpn++) {
            if (!driver.kernel().iommu().map(domain(), vpn, Pte.of(area().frame(vpn), rights))) {
                for (long mapped = area().start(); mapped < vpn; mapped++) {
                    domain().table().set(mapped, 0);
                }
                actor.charge(0);
                return fail(Errno.ENOMEM);
            }
        }
        area().memory().enter();
        actor.charge(area().count());
        return Flow.DONE;
    }

    private int unpin(Actor actor) {
        int pages = unpin();
        actor.charge(pages);
        return pages == 0 ? Flow.PASS : Flow.NEXT;
    }

    /** The pages are unpinned if no other table shows them; how many that were. */
    private int unpin() {
        IoptPages memory = area().memory();
        if (memory.domains() > 0) {
            return 0;
        }
        int pages = memory.unpin();
        driver.account().uncharge(memory);
        return pages;
    }
}
