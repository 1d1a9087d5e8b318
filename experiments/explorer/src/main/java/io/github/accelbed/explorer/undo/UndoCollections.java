package io.github.accelbed.explorer.undo;

import java.util.Map;
import java.util.Set;
import org.objectweb.asm.commons.Remapper;

/** Which collections of java.util woven code uses instead of its own; the JDK's classes cannot be woven. */
final class UndoCollections extends Remapper {
    /** Where the collections are. */
    static final String PACKAGE = "io/github/accelbed/explorer/undo/collection/";

    /** What stores into arrays in their stead. */
    static final String ARRAYS = PACKAGE + "UndoArrays";

    /** The methods of {@link java.util.Arrays} that store into their argument. */
    static final Set<String> ARRAY_STORES =
            Set.of("fill", "sort", "setAll", "parallelSort", "parallelSetAll", "parallelPrefix");

    private static final Map<String, String> INSTEAD = Map.of(
            "java/util/ArrayList", PACKAGE + "UndoList",
            "java/util/ArrayDeque", PACKAGE + "UndoDeque",
            "java/util/HashMap", PACKAGE + "UndoMap",
            "java/util/LinkedHashMap", PACKAGE + "UndoMap",
            "java/util/IdentityHashMap", PACKAGE + "UndoIdentityMap",
            "java/util/TreeMap", PACKAGE + "UndoSortedMap",
            "java/util/HashSet", PACKAGE + "UndoSet",
            "java/util/LinkedHashSet", PACKAGE + "UndoSet",
            "java/util/BitSet", PACKAGE + "UndoBitSet");

    UndoCollections() {
        super(org.objectweb.asm.Opcodes.ASM9);
    }

    @Override
    public String map(String name) {
        return INSTEAD.getOrDefault(name, name);
    }
}
