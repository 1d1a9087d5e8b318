package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code iopt_area_fill_domain} (drivers/iommu/iommufd/pages.c): shows an area in a domain. The first domain pins and charges the memory,
 * the next ones only map it. All or nothing.
 */
final class PinAndMap extends Operation<PinAndMap> {
    private static final Program<PinAndMap> STEPS = Program.<PinAndMap>of("iopt_area_fill_domain")
            .cpu("pfn_reader_pin_pages", Cost.INCLUDED, (o, a) -> o.pin(a))
            .cpu("iommu_map", Cost.IOMMU_MAP_PER_PAGE, (o, a) -> o.map(a))
            .build();

    private final IommufdDriver driver;
    private final Cpu cpu;
    private final IommufdContext context;
    private final IoptArea area;
    private final Hwpt hwpt;
    private @Nullable GetUserPages getUserPages;
    private boolean entered;

    /**
     * A filling.
     *
     * @param driver iommufd
     * @param cpu where it runs
     * @param context whose option says how it is charged
     * @param area what
     * @param hwpt where
     */
    PinAndMap(IommufdDriver driver, Cpu cpu, IommufdContext context, IoptArea area, Hwpt hwpt) {
        super(STEPS);
        this.driver = driver;
        this.cpu = cpu;
        this.context = context;
        this.area = area;
        this.hwpt = hwpt;
    }

    private int pin(Actor actor) {
        IoptPages memory = area.memory();
        GetUserPages call = getUserPages;
        getUserPages = null;
        if (call != null) {
            boolean allowed = driver.account().charge(memory, call.taken(), context.accountsPerMm());
            answer(allowed ? call.result() : Errno.ENOMEM);
            if (!result().ok()) {
                giveUp();
                return Flow.DONE;
            }
        }
        if (memory.domains() > 0 || memory.pinned() == memory.pages()) {
            return Flow.NEXT;
        }
        int flags = GetUserPages.FOLL_PIN | GetUserPages.FOLL_LONGTERM | (memory.write() ? GetUserPages.FOLL_WRITE : 0);
        long from = memory.vaddr() + memory.pinned();
        int batch = memory.batch();
        getUserPages = new GetUserPages(cpu, memory.mm(), from, batch, flags, memory.growing());
        actor.call(getUserPages);
        return Flow.AGAIN;
    }

    private int map(Actor actor) {
        long rights = Pte.PRESENT | (area.memory().write() ? Pte.WRITE : 0);
        for (long vpn = area.start(); vpn < area.end(); vpn++) {
            if (!driver.kernel().iommu().map(hwpt.domain(), vpn, Pte.of(area.frame(vpn), rights))) {
                undo(vpn);
                actor.charge(0);
                return Flow.DONE;
            }
        }
        area.memory().enter();
        entered = true;
        actor.charge(area.count());
        return Flow.DONE;
    }

    /** {@code iopt_unmap_domain} of what is mapped, then the pages are unpinned if no other table shows them. */
    private void undo(long end) {
        for (long vpn = area.start(); vpn < end; vpn++) {
            hwpt.domain().table().set(vpn, 0);
        }
        giveUp();
        answer(Errno.ENOMEM);
    }

    private void giveUp() {
        if (area.memory().domains() == 0) {
            area.memory().unpin();
            driver.account().uncharge(area.memory());
        }
    }

    @Override
    protected void abandoned() {
        if (!entered) {
            giveUp();
        }
    }
}
