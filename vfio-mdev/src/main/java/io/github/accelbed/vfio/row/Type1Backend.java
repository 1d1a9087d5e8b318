package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.NamedBackend;
import io.github.accelbed.model.access.RowTrait;
import java.util.Set;

/** A row that VFIO's type1 serves: what is special about it is its {@link VfioRow}. */
abstract class Type1Backend extends NamedBackend {
    private final VfioRow row;

    Type1Backend(String id, String title, VfioRow row) {
        super(id, title);
        this.row = row;
    }

    @Override
    public final Set<RowTrait> traits(KernelVersion version) {
        return row.traits(version);
    }

    @Override
    public final Access on(Kernel kernel) {
        return new VfioAccess(kernel, row);
    }
}
