package io.github.accelbed.experiments.explore.undo;

import io.github.accelbed.model.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What weaving must know of a class before it is loaded: its superclass and its instance fields.
 *
 * @param name internal name
 * @param superName internal name of the superclass
 * @param fields instance fields in the order of declaration
 */
record ClassFacts(String name, String superName, List<Field> fields) {

    /** An instance field; what a {@link Tally} feeds, or null if it is none. */
    record Field(
            String name,
            String type,
            boolean constant,
            @Nullable List<String> tally) {}

    private static final String TALLY = Type.getDescriptor(Tally.class);

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
                        return (access & Opcodes.ACC_STATIC) == 0
                                ? new Reader(fields, field, type, (access & Opcodes.ACC_FINAL) != 0)
                                : null;
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
        return WovenLoader.weaves(name)
                ? count(of(name).superName()) + of(name).fields().size()
                : 0;
    }

    /** Reads one field with its annotations. */
    private static final class Reader extends FieldVisitor {
        private final List<Field> into;
        private final String name;
        private final String type;
        private final boolean constant;
        private @Nullable List<String> tally;

        Reader(List<Field> into, String name, String type, boolean constant) {
            super(Opcodes.ASM9);
            this.into = into;
            this.name = name;
            this.type = type;
            this.constant = constant;
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
            if (!annotation.equals(TALLY)) {
                return null;
            }
            List<String> words = new ArrayList<>();
            tally = words;
            return new AnnotationVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitArray(String member) {
                    return this;
                }

                @Override
                public void visit(@Nullable String member, Object value) {
                    words.add((String) value);
                }
            };
        }

        @Override
        public void visitEnd() {
            into.add(new Field(name, type, constant, tally));
        }
    }
}
