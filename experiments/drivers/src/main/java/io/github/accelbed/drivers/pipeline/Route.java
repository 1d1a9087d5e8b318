package io.github.accelbed.drivers.pipeline;

import io.github.accelbed.drivers.bed.PipelineStage;
import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.DeviceKind;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which row hands out which device of a pipeline.
 *
 * @param name in tables and charts
 * @param nic the row of the first device
 * @param rsa the row of those between
 * @param ai the row of the last one
 * @param together whether all devices share one container or IOAS
 */
record Route(String name, AccessBackend nic, AccessBackend rsa, AccessBackend ai, boolean together) {

    /** Each row alone, those that can share what maps the buffer also so, and some rows mixed. */
    static List<Route> all() {
        List<Route> routes = new ArrayList<>();
        for (AccessBackend row : Rows.all()) {
            routes.add(new Route(row.id(), row, row, row, false));
        }
        routes.add(together("vfio with one container", "vfio"));
        routes.add(together("iommufd with one IOAS", "iommufd"));
        routes.add(mixed("odp then vfio", "odp", "vfio", "vfio"));
        routes.add(mixed("odp then uacce", "odp", "uacce", "uacce"));
        routes.add(mixed("rdma-pinned then uacce", "rdma-pinned", "uacce", "uacce"));
        routes.add(mixed("odp then vfio then uacce", "odp", "vfio", "uacce"));
        return routes;
    }

    private static Route together(String name, String row) {
        AccessBackend backend = backend(row);
        return new Route(name, backend, backend, backend, true);
    }

    private static Route mixed(String name, String nic, String rsa, String ai) {
        return new Route(name, backend(nic), backend(rsa), backend(ai), false);
    }

    private static AccessBackend backend(String id) {
        return Backends.find(id).orElseThrow();
    }

    /** Whether its devices are handed out by different rows. */
    boolean mixed() {
        return nic != ai || nic != rsa;
    }

    /** One device is a NIC, two a NIC and an AI engine; more have RSA engines between. */
    List<PipelineStage> stages(int devices) {
        List<PipelineStage> stages = new ArrayList<>();
        stages.add(new PipelineStage(DeviceKind.NIC, nic));
        for (int i = 2; i < devices; i++) {
            stages.add(new PipelineStage(DeviceKind.RSA, rsa));
        }
        if (devices > 1) {
            stages.add(new PipelineStage(DeviceKind.AI, ai));
        }
        return stages;
    }

    @Nullable
    String whyLeftOut(KernelVersion version, CostTable costs) {
        return Stream.of(nic, rsa, ai)
                .map(row -> new Testbed(row, version, costs, 1).whyLeftOut())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    String meaning() {
        return "NIC via " + nic.id() + ", RSA engines via " + rsa.id() + ", AI engine via " + ai.id()
                + (together ? "; the first one maps the buffer for all" : "; each maps the buffer where it has to");
    }
}
