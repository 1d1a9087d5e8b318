package io.github.accelbed.explorer.undo;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Loads the classes of explored worlds: the model, the rows, and what runs scenarios on them, each woven. Everything else, and what
 * both sides must have in common (versions, prices, the parsed scenario, results), comes from the loader of this class.
 *
 * <p>One world at a time is explored in one loader. Weaving is done once for all loaders.
 */
public final class WovenLoader extends ClassLoader {
    private static final String ROOT = "io/github/accelbed/";
    private static final String HERE = ROOT + "explorer/";
    private static final String JOURNAL = HERE + "undo/Journal";

    private static final List<String> WOVEN = List.of(
            ROOT + "model/",
            ROOT + "uacce/",
            ROOT + "vfio/",
            ROOT + "odp/",
            ROOT + "scenario/backend/",
            ROOT + "scenario/run/",
            ROOT + "scenario/lockorder/",
            HERE + "world/",
            UndoCollections.PACKAGE);

    /** Values that the parsed scenario and the command line know as well, and what is learned of locks, which no step back unlearns. */
    private static final Set<String> COMMON = Set.of(
            ROOT + "scenario/lockorder/LockCycle",
            ROOT + "scenario/lockorder/LockEdge",
            ROOT + "scenario/lockorder/LockGraph",
            ROOT + "scenario/run/End",
            ROOT + "scenario/run/Explorable",
            ROOT + "scenario/run/IntegrityException",
            ROOT + "model/KernelVersion",
            ROOT + "model/device/DeviceKind",
            ROOT + "model/mm/Frames",
            ROOT + "model/cost/Cost",
            ROOT + "model/cost/CostEntry",
            ROOT + "model/cost/CostTable",
            ROOT + "model/cost/CostFileException");

    private static final ConcurrentMap<String, byte[]> WITH_LOADS = new ConcurrentHashMap<>();
    private static final ConcurrentMap<String, byte[]> WITHOUT = new ConcurrentHashMap<>();

    static {
        registerAsParallelCapable();
    }

    private final boolean loads;

    /**
     * A loader without classes.
     *
     * @param loads whether its worlds note what they load, which costs time
     */
    public WovenLoader(boolean loads) {
        super("explored", WovenLoader.class.getClassLoader());
        this.loads = loads;
    }

    /** Whether a class is woven, by its internal name. */
    static boolean weaves(String name) {
        if (!name.startsWith(ROOT)) {
            return false;
        }
        int nested = name.indexOf('$');
        String outer = nested < 0 ? name : name.substring(0, nested);
        return !COMMON.contains(outer) && WOVEN.stream().anyMatch(outer::startsWith);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        String internal = name.replace('.', '/');
        boolean journal = internal.equals(JOURNAL);
        if (!journal && !weaves(internal)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = journal
                        ? ClassFacts.bytes(internal)
                        : (loads ? WITH_LOADS : WITHOUT).computeIfAbsent(internal, one -> Weaver.weave(one, loads));
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    /**
     * The trail of this loader's worlds.
     *
     * @return it
     */
    public Trail trail() {
        try {
            return (Trail)
                    loadClass(JOURNAL.replace('/', '.')).getField("TRAIL").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
