package io.github.accelbed.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

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
        if (field.getType().isPrimitive()) {
            return;
        }
        try {
            field.setAccessible(true);
            Object value = field.get(of);
            if (field.getType().isArray() && Array.getLength(value) > 0 && !isWrittenOnlyWhenMade(field)) {
                found.add(here + " is an array that may be written");
            }
            value(value, here);
        } catch (IllegalAccessException e) {
            throw new AssertionError(here, e);
        }
    }

    private void value(Object value, String path) {
        if (value == null || VALUES.contains(value.getClass()) || value instanceof Class || !seen.add(value)) {
            return;
        }
        Class<?> type = value.getClass();
        if (value instanceof Object[] array) {
            Arrays.stream(array).forEach(one -> value(one, path + "[]"));
        } else if (type.isArray()) {
            return;
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

    /** Whether an array is its class's own, of which nothing but constructors and initializer stores into any array. */
    private static boolean isWrittenOnlyWhenMade(Field array) {
        Class<?> type = array.getDeclaringClass();
        boolean[] stores = new boolean[1];
        ClassVisitor methods = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String form, String generic, String[] thrown) {
                return name.startsWith("<")
                        ? null
                        : new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitInsn(int code) {
                                stores[0] |= code >= Opcodes.IASTORE && code <= Opcodes.SASTORE;
                            }

                            @Override
                            public void visitMethodInsn(
                                    int code, String owner, String called, String form, boolean ofInterface) {
                                stores[0] |=
                                        called.equals("arraycopy") || called.equals("fill") || called.equals("setAll");
                            }
                        };
            }
        };
        try (InputStream bytes = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            new ClassReader(bytes).accept(methods, ClassReader.SKIP_DEBUG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Modifier.isPrivate(array.getModifiers()) && !stores[0];
    }
}
