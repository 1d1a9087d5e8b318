package io.github.accelbed.explorer.undo;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.mm.Frames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
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

    /** An instance field; what a {@link Tally} feeds and how it names {@link Frames}, or null if it does not. */
    record Field(
            String name,
            String type,
            boolean constant,
            @Nullable List<String> tally,
            @Nullable FrameNames frames) {}

    private static final String FRAMES = Type.getDescriptor(Frames.class);
    private static final String TALLY = Type.getDescriptor(Tally.class);

    private static final ConcurrentMap<String, ClassFacts> KNOWN = new ConcurrentHashMap<>();

    static byte[] bytes(String name) {
        byte[] bytes = bytesOrNull(name);
        if (bytes == null) {
            throw new IllegalStateException("no class file of " + name);
        }
        return bytes;
    }

    /** Whether a class or package is there and has an annotation. */
    static boolean isAnnotated(String name, Class<? extends Annotation> annotation) {
        byte[] bytes = bytesOrNull(name);
        boolean[] found = new boolean[1];
        if (bytes != null) {
            String wanted = Type.getDescriptor(annotation);
            new ClassReader(bytes)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public @Nullable AnnotationVisitor visitAnnotation(String type, boolean visible) {
                                    found[0] |= type.equals(wanted);
                                    return null;
                                }
                            },
                            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        }
        return found[0];
    }

    private static byte @Nullable [] bytesOrNull(String name) {
        try (InputStream in = ClassFacts.class.getClassLoader().getResourceAsStream(name + ".class")) {
            return in == null ? null : in.readAllBytes();
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
        private @Nullable FrameNames frames;

        Reader(List<Field> into, String name, String type, boolean constant) {
            super(Opcodes.ASM9);
            this.into = into;
            this.name = name;
            this.type = type;
            this.constant = constant;
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
            if (annotation.equals(FRAMES)) {
                return frames();
            }
            return annotation.equals(TALLY) ? tally() : null;
        }

        private AnnotationVisitor tally() {
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

        private AnnotationVisitor frames() {
            return new AnnotationVisitor(Opcodes.ASM9) {
                private Frames.Form form = Frames.Form.NUMBER;
                private int free;
                private int kept;

                @Override
                public void visitEnum(String member, String of, String value) {
                    form = Frames.Form.valueOf(value);
                }

                @Override
                public void visit(String member, Object value) {
                    if (member.equals("free")) {
                        free = (Integer) value;
                    } else {
                        kept = (Integer) value;
                    }
                }

                @Override
                public void visitEnd() {
                    frames = new FrameNames(form, free, kept);
                }
            };
        }

        @Override
        public void visitEnd() {
            into.add(new Field(name, type, constant, tally, frames));
        }
    }
}
