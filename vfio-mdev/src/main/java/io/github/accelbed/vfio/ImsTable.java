package io.github.accelbed.vfio;

import io.github.accelbed.vfio.mdev.Mdev;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * The interrupt message store of a device (IMS): entries in the device itself, where MSI-X would need a table of the PCI function for each
 * partition. One entry an mdev; the number of entries is the device's, {@value #DEFAULT_ENTRIES} here (UNVERIFIED).
 */
final class ImsTable {
    /** MSI-X's own maximum, which IMS was made to exceed. */
    static final int DEFAULT_ENTRIES = 2048;

    private final Set<Mdev> users = new HashSet<>();
    private int entries = DEFAULT_ENTRIES;

    /** All entries are free. */
    ImsTable() {}

    /** An entry for an mdev; false if none is left. */
    boolean take(Mdev mdev) {
        return users.contains(mdev) || (users.size() < entries && users.add(mdev));
    }

    /** The entry of an mdev, if it has one, is free again. */
    void free(Mdev mdev) {
        users.remove(mdev);
    }

    /** Who has an entry. */
    Set<Mdev> users() {
        return Collections.unmodifiableSet(users);
    }

    /** Entries in use. */
    int used() {
        return users.size();
    }

    /** Makes it a smaller store. */
    void limit(int count) {
        entries = count;
    }
}
