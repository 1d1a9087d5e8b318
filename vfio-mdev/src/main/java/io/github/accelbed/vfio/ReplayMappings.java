package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code vfio_iommu_replay} (drivers/vfio/vfio_iommu_type1.c): the first group behind a real IOMMU joins a container whose mappings were only
 * recorded for emulated ones, so all of them are pinned and mapped now, inside SET_CONTAINER, which can answer ENOMEM and EFAULT. {@link
 * #undo} is {@code vfio_iommu_unmap_unpin_reaccount}: that group leaves, the emulated ones stay, and what their drivers pinned is charged again.
 *
 * <p>Left out: the time that {@link #undo} takes. That a replay that fails leaves nothing pinned is UNVERIFIED.
 */
final class ReplayMappings extends AccessOperation<ReplayMappings> {
    private static final Program<ReplayMappings> STEPS = Program.<ReplayMappings>of("vfio_iommu_replay")
            .cpu("mutex_lock iommu->lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .waits()
            .undo("iommu_detach_group, iommu_domain_free", Cost.INCLUDED, (o, a) -> o.giveUp())
            .cpu("vfio_pin_map_dma", Cost.INCLUDED, (o, a) -> o.next(a))
            .returned((o, a) -> a.returned().ok() ? o.next(a) : o.fail(a.returned()))
            .build();

    private final VfioDriver driver;
    private final Type1Iommu iommu;
    private final Attachment domain;
    private final VfioGroup group;
    private final List<DmaMapping> mappings = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private final PinMapDma round;
    private int current;

    /**
     * A replay.
     *
     * @param driver VFIO
     * @param cpu where SET_CONTAINER runs
     * @param iommu the container's
     * @param domain where the mappings go
     * @param group who joins
     */
    ReplayMappings(VfioDriver driver, Cpu cpu, Type1Iommu iommu, Attachment domain, VfioGroup group) {
        super(STEPS);
        this.driver = driver;
        this.iommu = iommu;
        this.domain = domain;
        this.group = group;
        round = new PinMapDma(driver, cpu);
    }

    private int lock(Actor actor) {
        if (!iommu.lock().lock(actor)) {
            return Flow.BLOCKED;
        }
        Errno attached = domain.attach(group.mdev());
        if (!attached.ok()) {
            domain.free();
            return fail(attached);
        }
        for (DmaMapping mapping : iommu.mappings()) {
            mappings.add(mapping);
            ends.add(mapping.to());
        }
        iommu.setAttachment(domain);
        mappings.forEach(DmaMapping::startOver);
        return Flow.NEXT;
    }

    private int next(Actor actor) {
        while (current < mappings.size() && mappings.get(current).to() == ends.get(current)) {
            current++;
        }
        if (current == mappings.size()) {
            iommu.lock().unlock(actor);
            return Flow.DONE;
        }
        actor.call(round.of(iommu, mappings.get(current), ends.get(current)));
        return Flow.NEXT;
    }

    private int giveUp() {
        for (int i = 0; i < mappings.size(); i++) {
            recordOnly(
                    driver,
                    iommu,
                    mappings.get(i),
                    ends.get(i) - mappings.get(i).start());
        }
        iommu.setAttachment(new EmulatedIommu());
        domain.detach(group.mdev());
        domain.free();
        return Flow.NEXT;
    }

    /** The last group behind a real IOMMU left; the container is an emulated one again. */
    static void undo(VfioDriver driver, Type1Iommu iommu) {
        for (DmaMapping mapping : iommu.mappings()) {
            recordOnly(driver, iommu, mapping, mapping.pages());
        }
        iommu.setAttachment(new EmulatedIommu());
    }

    private static void recordOnly(VfioDriver driver, Type1Iommu iommu, DmaMapping mapping, long pages) {
        for (long vpn = mapping.from(); vpn < mapping.to(); vpn++) {
            iommu.domain().table().set(vpn, 0);
        }
        driver.kernel().iommu().invalidate(iommu.domain(), mapping.from(), mapping.to());
        while (mapping.pages() > 0) {
            mapping.unmapFront();
            mapping.unpinFront();
        }
        mapping.record(pages);
        long paid = mapping.external().charged();
        if (mapping.chargedPages() > paid) {
            driver.lockedVm().uncharge(mapping, mapping.chargedPages() - paid);
        } else if (mapping.chargedPages() < paid && mapping.mm().alive()) {
            driver.lockedVm().charge(mapping, paid - mapping.chargedPages());
        }
    }
}
