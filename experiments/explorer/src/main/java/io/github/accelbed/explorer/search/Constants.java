package io.github.accelbed.explorer.search;

import io.github.accelbed.model.Unwoven;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of an explored world are values: those that never change, so that their changes need not be undone. What is neither a value
 * nor woven nor a collection that never changes is refused, for its changes would be neither seen nor undone.
 */
final class Constants {
    private static final Set<Class<?>> VALUES = Set.of(
            String.class,
            Long.class,
            Integer.class,
            Short.class,
            Byte.class,
            Character.class,
            Boolean.class,
            Double.class,
            Float.class,
            BigInteger.class,
            BigDecimal.class,
            Duration.class,
            Instant.class,
            OptionalInt.class,
            OptionalLong.class,
            Class.class,
            StackTraceElement.class);

    /** What an object's class says of it. */
    private enum Kind {
        VALUE,
        /** Woven, an array, a collection, or what a lambda captured: looked into. */
        LOOKED_INTO,
        /** A class that both sides know: a value if all that it holds is one. */
        OURS
    }

    private final Map<Class<?>, Kind> kinds = new HashMap<>();
    /** Objects of ours that hold nothing but values. */
    private final IdentityHashMap<Object, Boolean> checked = new IdentityHashMap<>();

    /**
     * Whether an object is a value: it never changes, and equal ones are alike.
     *
     * @return false if it is to be looked into
     * @throws RefusedException if it is neither
     */
    boolean isValue(Object object) {
        Kind kind = kinds.get(object.getClass());
        if (kind == null) {
            kind = kind(object);
            kinds.put(object.getClass(), kind);
        }
        if (kind == Kind.OURS && !checked.containsKey(object)) {
            check(object);
        }
        return kind != Kind.LOOKED_INTO;
    }

    private static Kind kind(Object object) {
        Class<?> type = object.getClass();
        if (type.isArray() || (type.isHidden() && type.getClassLoader() != null)) {
            return Kind.LOOKED_INTO;
        }
        if (object instanceof Collection<?> || object instanceof Map<?, ?> || object instanceof Optional<?>) {
            if (type.getClassLoader() == null && !unchangeable(type)) {
                throw new RefusedException("a " + type.getName());
            }
            return Kind.LOOKED_INTO;
        }
        if (object instanceof Enum<?> || VALUES.contains(type)) {
            return Kind.VALUE;
        }
        if (type.getClassLoader() == null) {
            // A lambda of the JDK, such as Comparator.comparing makes, only puts together functions that it was given.
            if (type.isHidden()) {
                return Kind.VALUE;
            }
            throw new RefusedException("a " + type.getName());
        }
        if (type.getClassLoader() != Constants.class.getClassLoader()) {
            return Kind.LOOKED_INTO;
        }
        Unwoven marked = type.getAnnotation(Unwoven.class);
        return marked != null && marked.trusted() ? Kind.VALUE : Kind.OURS;
    }

    private static boolean unchangeable(Class<?> type) {
        return type == Optional.class
                || Stream.of(
                                "ImmutableCollections",
                                "Collections$Unmodifiable",
                                "Collections$Empty",
                                "Collections$Singleton")
                        .anyMatch(name -> type.getName().startsWith("java.util." + name));
    }

    /** Looks at everything that an object of a class of ours holds. */
    private void check(Object root) {
        List<Object> left = new ArrayList<>(List.of(root));
        while (!left.isEmpty()) {
            Object object = left.remove(left.size() - 1);
            if (checked.put(object, true) != null) {
                continue;
            }
            for (Class<?> at = object.getClass();
                    at != null && at.getClassLoader() != null && !(object instanceof Enum<?>);
                    at = at.getSuperclass()) {
                for (Field field : at.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        check(field, object, left);
                    }
                }
            }
        }
    }

    private void check(Field field, Object owner, List<Object> left) {
        String name = field.getDeclaringClass().getName() + "." + field.getName();
        if (!Modifier.isFinal(field.getModifiers())) {
            throw new RefusedException("a " + owner.getClass().getName() + ", whose field " + name + " is not final");
        }
        if (!field.getType().isPrimitive()) {
            try {
                field.setAccessible(true);
                inside(name, field.get(owner), left);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void inside(String field, @Nullable Object object, List<Object> left) {
        if (object == null) {
            return;
        }
        if (object.getClass().isArray()) {
            throw new RefusedException("an array").in(field);
        }
        try {
            if (object instanceof Collection<?> elements) {
                kind(object);
                elements.forEach(element -> inside(field, element, left));
            } else if (object instanceof Map<?, ?> map) {
                kind(object);
                map.forEach((key, value) -> {
                    inside(field, key, left);
                    inside(field, value, left);
                });
            } else if (object instanceof Optional<?> optional) {
                optional.ifPresent(element -> inside(field, element, left));
            } else if (kind(object) == Kind.OURS) {
                left.add(object);
            }
        } catch (RefusedException e) {
            throw e.in(field);
        }
    }

    /** An object whose changes could not be undone. */
    static final class RefusedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        private final String what;
        private final boolean located;

        RefusedException(String what) {
            this(what, "");
        }

        private RefusedException(String what, String where) {
            super("an explored world keeps " + what + where
                    + "; that is neither woven nor unchangeable, so what happens to it could not be undone");
            this.what = what;
            located = !where.isEmpty();
        }

        /** The same, with where it was found if that is not said yet. */
        RefusedException in(String field) {
            return located ? this : new RefusedException(what, " in " + field);
        }
    }
}
