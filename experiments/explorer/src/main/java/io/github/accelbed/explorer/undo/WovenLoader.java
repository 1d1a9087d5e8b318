package io.github.accelbed.explorer.undo;

import io.github.accelbed.model.Unwoven;
import io.github.accelbed.model.Woven;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.objectweb.asm.Type;

/**
 * Loads the classes of explored worlds: the model, the rows, and what runs scenarios on them, each woven; their packages are marked
 * {@link Woven}. Everything else, and what both sides must have in common ({@link Unwoven}, the parsed scenario, results), comes from the
 * loader of this class.
 *
 * <p>One world at a time is explored in one loader. Weaving is done once for all loaders.
 */
public final class WovenLoader extends ClassLoader {
    private static final String ROOT = "io/github/accelbed/";
    private static final String JOURNAL = Type.getInternalName(Journal.class);

    /** Whether a package or an outermost class is woven, by internal name. */
    private static final ConcurrentMap<String, Boolean> WOVEN = new ConcurrentHashMap<>();

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
        return WOVEN.computeIfAbsent(nested < 0 ? name : name.substring(0, nested), WovenLoader::isMarked);
    }

    private static boolean isMarked(String outer) {
        String itsPackage = outer.substring(0, outer.lastIndexOf('/')) + "/package-info";
        return ClassFacts.isAnnotated(itsPackage, Woven.class) && !ClassFacts.isAnnotated(outer, Unwoven.class);
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
