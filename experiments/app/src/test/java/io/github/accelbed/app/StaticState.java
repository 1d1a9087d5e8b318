package io.github.accelbed.app;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what can change behind the static fields of a class, by looking at the values that they hold. */
final class StaticState {
    private static final Set<Class<?>> VALUES =
            Set.of(String.class, Integer.class, Long.class, Double.class, Boolean.class, Byte.class, Pattern.class);

    /** How the JDK names collections that refuse a change; there is no type to ask for. */
    private static final List<String> FIXED =
            List.of("java.util.ImmutableCollections$", "java.util.Collections$Unmodifiable");

    private final List<String> found = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private StaticState() {}

    /** One line for each place that could be written. */
    static List<String> of(Class<?> type) {
        StaticState state = new StaticState();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                state.field(field, null, type.getName());
            }
        }
        return state.found;
    }

    private void field(Field field, Object of, String path) {
        String here = path + "." + field.getName();
        if (!Modifier.isFinal(field.getModifiers())) {
            found.add(here + " is not final");
            return;
        }
        if (!field.getType().isPrimitive()) {
            try {
                field.setAccessible(true);
                value(field.get(of), here);
            } catch (IllegalAccessException e) {
                throw new AssertionError(here, e);
            }
        }
    }

    private void value(Object value, String path) {
        if (value == null || VALUES.contains(value.getClass()) || value instanceof Class || !seen.add(value)) {
            return;
        }
        Class<?> type = value.getClass();
        if (type.isArray()) {
            if (Array.getLength(value) > 0) {
                found.add(path + " is an array");
            }
        } else if (value instanceof Map<?, ?> map) {
            fixed(type, path);
            map.forEach((key, one) -> {
                value(key, path + "[key]");
                value(one, path + "[" + key + "]");
            });
        } else if (value instanceof Collection<?> collection) {
            fixed(type, path);
            collection.forEach(one -> value(one, path + "[]"));
        } else if (type.getName().startsWith("io.github.accelbed.")) {
            for (Class<?> part = type;
                    part != null && part != Object.class && part != Enum.class;
                    part = part.getSuperclass()) {
                for (Field field : part.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        field(field, value, path);
                    }
                }
            }
        } else {
            found.add(path + " is a " + type.getName() + ", which may change");
        }
    }

    private void fixed(Class<?> type, String path) {
        if (FIXED.stream().noneMatch(type.getName()::startsWith)) {
            found.add(path + " is a " + type.getName() + ", which may change");
        }
    }
}
