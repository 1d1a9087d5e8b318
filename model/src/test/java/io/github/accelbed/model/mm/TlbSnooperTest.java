package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that snoops the CPU's broadcasts hears every flush, and the kernel takes no notice of it. */
class TlbSnooperTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.20", "5.10", "6.1", "6.18", "7.0"})
    void aSnooperHearsForkCopyAndUnmapWithoutAnyNotifierOrPrice(String version) {
        MmWorld world = new MmWorld(version);
        Task a = world.task("A");
        world.map(a, 16, 2, MmWorld.RW);
        world.write(a, 16, 1);
        List<Long> heard = new ArrayList<>();
        TlbSnooper snooper = (start, end) -> heard.add(start);
        a.mm().notifiers().snoop(snooper);
        assertThat(a.mm().notifiers().isEmpty()).isTrue();
        world.fork(a, "B");
        assertThat(heard).hasSize(1);
        world.write(a, 16, 2);
        assertThat(heard).hasSize(2).last().isEqualTo(16L);
        world.munmap(a, 16, 2);
        assertThat(heard).hasSize(3);
        assertThat(a.mm().notifiers().rangesStarted()).isZero();
        a.mm().notifiers().unsnoop(snooper);
        world.map(a, 16, 1, MmWorld.RW);
        world.write(a, 16, 1);
        world.munmap(a, 16, 1);
        assertThat(heard).hasSize(3);
    }
}
