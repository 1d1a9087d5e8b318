package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.process.OpenFile;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct iommufd_ctx} (drivers/iommu/iommufd/main.c): what one opening of {@code /dev/iommu} makes. Bound devices hold its file, so
 * closing its descriptor first ends nothing.
 */
final class IommufdContext {
    private final OpenFile file;
    private final TreeMap<Integer, IommufdObject> objects = new TreeMap<>();
    private int lastId;
    private boolean accountsPerMm;

    /**
     * Without objects.
     *
     * @param driver iommufd
     */
    IommufdContext(IommufdDriver driver) {
        file = new OpenFile("/dev/iommu", (cpu, released) -> new ReleaseIommufd(driver, this));
    }

    /** The file behind its descriptors. */
    OpenFile file() {
        return file;
    }

    /** Its objects in order of their ids. */
    Collection<IommufdObject> objects() {
        return objects.values();
    }

    /** The object of an id, or null. */
    @Nullable
    IommufdObject find(int id) {
        return objects.get(id);
    }

    /** A new object with an id of its own. */
    <T extends IommufdObject> T add(T object) {
        object.setId(++lastId);
        objects.put(object.id(), object);
        return object;
    }

    void remove(IommufdObject object) {
        Map.Entry<Integer, IommufdObject> entry = objects.floorEntry(object.id());
        if (entry != null && entry.getValue() == object) {
            objects.remove(object.id());
        }
    }

    /** {@code IOMMU_OPTION_RLIMIT_MODE}: whether pages are charged to each mm and not to the user. */
    boolean accountsPerMm() {
        return accountsPerMm;
    }

    void setAccountsPerMm(boolean perMm) {
        accountsPerMm = perMm;
    }
}
