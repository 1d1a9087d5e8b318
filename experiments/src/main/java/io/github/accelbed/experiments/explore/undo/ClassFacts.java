package io.github.accelbed.experiments.explore.undo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What weaving must know of a class before it is loaded: its superclass and its instance fields.
 *
 * @param name internal name
 * @param superName internal name of the superclass
 * @param fields instance fields in the order of declaration
 */
record ClassFacts(String name, String superName, List<Field> fields) {

    /** An instance field. */
    record Field(String name, boolean constant) {}

    private static final ConcurrentMap<String, ClassFacts> KNOWN = new ConcurrentHashMap<>();

    static byte[] bytes(String name) {
        try (InputStream in = ClassFacts.class.getClassLoader().getResourceAsStream(name + ".class")) {
            if (in == null) {
                throw new IllegalStateException("no class file of " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ClassFacts of(String name) {
        return KNOWN.computeIfAbsent(name, ClassFacts::read);
    }

    private static ClassFacts read(String name) {
        List<Field> fields = new ArrayList<>();
        ClassReader reader = new ClassReader(bytes(name));
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public @Nullable FieldVisitor visitField(
                            int access, String field, String type, @Nullable String signature, @Nullable Object value) {
                        if ((access & Opcodes.ACC_STATIC) == 0) {
                            fields.add(new Field(field, (access & Opcodes.ACC_FINAL) != 0));
                        }
                        return null;
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new ClassFacts(name, reader.getSuperName(), List.copyOf(fields));
    }

    /** Whether a field that this class declares or inherits from a woven class is final or not a woven class's. */
    static boolean constant(String owner, String field) {
        String at = owner;
        while (WovenLoader.weaves(at)) {
            ClassFacts facts = of(at);
            for (Field one : facts.fields()) {
                if (one.name().equals(field)) {
                    return one.constant();
                }
            }
            at = facts.superName();
        }
        return true;
    }

    /** How many instance fields a class and its woven superclasses have. */
    static int count(String name) {
        return WovenLoader.weaves(name) ? count(of(name).superName()) + of(name).fields().size() : 0;
    }
}
