package io.github.accelbed.vfio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.SimLock;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A SIGKILL while {@code vfio_lock_acct} waits for mmap_lock, the one wait of type1 that it ends. */
class KilledMapTest {
    private static final long BUF = 0x9000;

    private final CallWorld w = new CallWorld("5.3");
    private final Container container = w.ready();
    private final Actor actor = w.a.cpu().actor();
    private final Actor reader = w.m.kernel().root().actor();
    private final SimLock mmapLock = w.a.mm().mmapLock();

    KilledMapTest() {
        w.m.mmap(w.a, BUF, 4);
    }

    private Type1Iommu iommu() {
        return Objects.requireNonNull(container.iommu());
    }

    private void killWhileMmapLockIsRead() {
        assertThat(mmapLock.lockShared(reader)).isTrue();
        assertThat(actor.run()).as("waits for mmap_lock").isFalse();
        actor.kill();
        assertThat(actor.run()).isTrue();
        assertThat(iommu().mappings()).isEmpty();
        assertThat(iommu().lock().free()).isTrue();
        assertThat(w.m.kernel().mm().references()).isEmpty();
        mmapLock.unlockShared(reader);
        w.m.check();
    }

    @Test
    void aMapWhoseFirstPageIsNotChargedLeavesNothing() {
        MapDma map = new MapDma(w.driver, w.a, container, BUF, 2, true);
        actor.start(map);
        killWhileMmapLockIsRead();
        assertThat(map.result()).isEqualTo(Errno.EINTR);
        assertThat(w.a.mm().lockedPages()).isZero();
    }

    @Test
    void aMapWhoseSecondPageIsNotChargedLeavesTheChargeOfItsFirst() {
        MapDma map = new MapDma(w.driver, w.a, container, BUF, 2, true);
        actor.start(map);
        while (iommu().reachablePages() == 0) {
            assertThat(actor.step()).isTrue();
        }
        killWhileMmapLockIsRead();
        assertThat(map.result()).isEqualTo(Errno.EINTR);
        assertThat(w.a.mm().lockedPages()).isEqualTo(1);
    }

    @Test
    void anUnmapGoesOnAndLeavesItsCharge() {
        assertThat(w.map(container, BUF, 2)).isEqualTo(Errno.OK);
        UnmapDma unmap = new UnmapDma(w.driver, w.a, container, BUF, 2);
        actor.start(unmap);
        killWhileMmapLockIsRead();
        assertThat(unmap.result()).isEqualTo(Errno.OK);
        assertThat(unmap.unmappedPages()).isEqualTo(2);
        assertThat(w.a.mm().lockedPages()).isEqualTo(2);
    }

    @Test
    void onlyAMapThatFailsIsSeenToRemoveItsMapping() {
        MapDma map = new MapDma(w.driver, w.a, container, BUF, 8, true);
        actor.start(map);
        boolean removed = false;
        while (actor.step()) {
            removed |= actor.current() instanceof RemoveDma;
        }
        assertThat(map.result()).as("half of it is no memory").isEqualTo(Errno.EFAULT);
        assertThat(removed).isTrue();
        assertThat(iommu().mappings()).isEmpty();

        MapDma good = new MapDma(w.driver, w.a, container, BUF, 4, true);
        actor.start(good);
        while (actor.step()) {
            assertThat(actor.current() instanceof RemoveDma).isFalse();
        }
        assertThat(good.result()).isEqualTo(Errno.OK);
    }
}
