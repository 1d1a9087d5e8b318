package io.github.accelbed.scenario.backend;

import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.odp.ImplicitOdpBackend;
import io.github.accelbed.odp.OdpBackend;
import io.github.accelbed.odp.PinnedBackend;
import io.github.accelbed.scenario.language.NearestWord;
import io.github.accelbed.uacce.UacceBackend;
import io.github.accelbed.uacce.VsvaBackend;
import io.github.accelbed.uacce.capi.CapiBackend;
import io.github.accelbed.uacce.idxd.IdxdDwqBackend;
import io.github.accelbed.uacce.idxd.IdxdSwqBackend;
import io.github.accelbed.uacce.nosva.UacceDmaBackend;
import io.github.accelbed.uacce.nosva.UacceVaIovaBackend;
import io.github.accelbed.vfio.iommufd.IommufdBackend;
import io.github.accelbed.vfio.row.IdxdMdevBackend;
import io.github.accelbed.vfio.row.SdmdevBackend;
import io.github.accelbed.vfio.row.SpimdevBackend;
import io.github.accelbed.vfio.row.VfioAuxBackend;
import io.github.accelbed.vfio.row.VfioBackend;
import io.github.accelbed.vfio.row.VfioEmulatedBackend;
import io.github.accelbed.vfio.row.VfioSvaBackend;
import io.github.accelbed.vfio.row.VfioUnityBackend;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every row of the comparison. A new backend is one line here. */
public final class Backends {
    private static final List<AccessBackend> ALL = List.of(
            new UacceBackend(),
            new UacceDmaBackend(),
            new UacceVaIovaBackend(),
            new SpimdevBackend(),
            new SdmdevBackend(),
            new VfioBackend(),
            new VfioEmulatedBackend(),
            new VfioAuxBackend(),
            new VfioUnityBackend(),
            new VfioSvaBackend(),
            new OdpBackend(),
            new ImplicitOdpBackend(),
            new PinnedBackend(),
            new CapiBackend(),
            new IdxdSwqBackend(),
            new IdxdDwqBackend(),
            new IdxdMdevBackend(),
            new VsvaBackend(),
            new IommufdBackend());

    private Backends() {}

    /**
     * All rows.
     *
     * @return in the order of reports
     */
    public static List<AccessBackend> all() {
        return ALL;
    }

    /**
     * The rows' ids.
     *
     * @return in the order of reports
     */
    public static List<String> ids() {
        return ALL.stream().map(AccessBackend::id).toList();
    }

    /**
     * A row by its id.
     *
     * @param id such as {@code vfio}
     * @return the row, or empty if there is none of that name
     */
    public static Optional<AccessBackend> find(String id) {
        return ALL.stream().filter(backend -> backend.id().equals(id)).findFirst();
    }

    /**
     * The rows that a user names.
     *
     * @param names ids, or {@code all} for every row
     * @return their ids, each once, in the order of the names
     * @throws IllegalArgumentException if there is no such row; the message is for the user
     */
    public static List<String> choose(List<String> names) {
        Set<String> chosen = new LinkedHashSet<>();
        for (String name : names) {
            if (name.equals("all")) {
                chosen.addAll(ids());
            } else if (find(name).isPresent()) {
                chosen.add(name);
            } else {
                throw new IllegalArgumentException("'" + name + "' is no backend" + NearestWord.hint(name, ids()));
            }
        }
        return List.copyOf(chosen);
    }
}
