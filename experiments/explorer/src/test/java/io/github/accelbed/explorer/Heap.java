package io.github.accelbed.explorer;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** Everything that can be reached from an object, as one number: by reflection, not by what weaving says that there is. */
public final class Heap {
    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    private final Deque<Object> left = new ArrayDeque<>();
    private long hash;

    private Heap() {}

    /** The same for two heaps of one shape with the same contents; all but certainly another one for others. */
    public static long of(Object root) {
        Heap heap = new Heap();
        heap.reference(root);
        while (!heap.left.isEmpty()) {
            heap.content(heap.left.remove());
        }
        return heap.hash;
    }

    private void add(long value) {
        hash = (hash ^ value) * 0x9e3779b97f4a7c15L;
        hash ^= hash >>> 29;
    }

    private void reference(Object object) {
        if (object == null) {
            add(0);
        } else if (isValue(object)) {
            add(object.hashCode());
        } else {
            Integer number = numbers.get(object);
            if (number == null) {
                number = numbers.size() + 1;
                numbers.put(object, number);
                left.add(object);
            }
            add(number);
        }
    }

    /** Of the JDK, or one that both sides of the loader know: equal ones are alike. */
    private static boolean isValue(Object object) {
        Class<?> type = object.getClass();
        return !type.isArray()
                && !(object instanceof Collection<?>)
                && !(object instanceof Map<?, ?>)
                && !(object instanceof Optional<?>)
                && !type.isHidden()
                && (object instanceof Enum<?> || !isWoven(type));
    }

    private static boolean isWoven(Class<?> type) {
        return type.getClassLoader() != null && type.getClassLoader() != Heap.class.getClassLoader();
    }

    private void content(Object object) {
        Class<?> type = object.getClass();
        add(type.isHidden() ? 1 : type.getName().hashCode());
        if (object instanceof long[] longs) {
            add(Arrays.hashCode(longs));
        } else if (object instanceof int[] ints) {
            add(Arrays.hashCode(ints));
        } else if (object instanceof byte[] bytes) {
            add(Arrays.hashCode(bytes));
        } else if (object instanceof boolean[] flags) {
            add(Arrays.hashCode(flags));
        } else if (type.isArray()) {
            for (int i = 0; i < Array.getLength(object); i++) {
                Object element = Array.get(object, i);
                reference(element);
            }
        } else if (!isWoven(type) && object instanceof Collection<?> elements) {
            elements.forEach(this::reference);
        } else if (!isWoven(type) && object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                reference(key);
                reference(value);
            });
        } else if (object instanceof Optional<?> optional) {
            optional.ifPresent(this::reference);
        } else {
            for (Class<?> at = type; at != null && (isWoven(at) || at.isHidden()); at = at.getSuperclass()) {
                fields(at, object);
            }
        }
    }

    private void fields(Class<?> type, Object object) {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || field.getName().startsWith("undo$")) {
                continue;
            }
            field.setAccessible(true);
            try {
                reference(field.get(object));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
    }
}
