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

    /** Without objects. */
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

    /** A new object with the smallest free id from 1 on ({@code XA_FLAGS_ALLOC1}). */
    <T extends IommufdObject> T add(T object) {
        int id = 1;
        while (objects.containsKey(id)) {
            id++;
        }
        object.setId(id);
        objects.put(id, object);
        return object;
    }

    void remove(IommufdObject object) {
        Map.Entry<Integer, IommufdObject> entry = objects.floorEntry(object.id());
        if (entry != null && entry.getValue() == object) {
            objects.remove(object.id());
        }
    }
}
