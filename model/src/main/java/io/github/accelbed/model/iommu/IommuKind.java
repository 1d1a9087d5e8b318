package io.github.accelbed.model.iommu;

import io.github.accelbed.model.Unwoven;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose IOMMU the machine has, by what it does when an entry that it has cached refuses a write. All keep the permission that an entry was
 * filled with; the question is whether they ask the table again.
 */
@Unwoven
public enum IommuKind {
    /** What no scenario names: walks again, on whatever machine its row is at home. */
    UNNAMED(false),
    /**
     * Arm's SMMUv3. The architecture allows it to answer from the entry that it has (and does not ask it to have one), so who gives a page
     * a right has to say so.
     */
    SMMUV3(true),
    /** Intel's: walks again (derived from x86's {@code ptep_set_access_flags}, which flushes nothing; UNVERIFIED). */
    VT_D(false),
    /** AMD's: walks again (derived from the same, UNVERIFIED). */
    AMD(false);

    private final boolean keepsPermissions;

    IommuKind(boolean keepsPermissions) {
        this.keepsPermissions = keepsPermissions;
    }

    /**
     * Whether a cached entry that does not grant an access is a fault, whatever the table says.
     *
     * @return false if the table is walked again
     */
    public boolean keepsPermissions() {
        return keepsPermissions;
    }

    /**
     * Its name in scenarios.
     *
     * @return such as {@code vt-d}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Those that a scenario can name.
     *
     * @return all but {@link #UNNAMED}
     */
    public static Stream<IommuKind> named() {
        return Stream.of(values()).filter(kind -> kind != UNNAMED);
    }

    /**
     * One by its name.
     *
     * @param id a word of a scenario
     * @return the kind, or empty if there is none
     */
    public static Optional<IommuKind> of(String id) {
        return named().filter(kind -> kind.id().equals(id)).findFirst();
    }
}
