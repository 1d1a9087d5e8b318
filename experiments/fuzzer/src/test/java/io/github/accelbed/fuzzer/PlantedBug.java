package io.github.accelbed.fuzzer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A loader of the whole program with one method of one class changed. The explorer, which rewrites classes itself, finds the changed one,
 * too.
 */
final class PlantedBug extends ClassLoader {
    private static final String ROOT = "io.github.accelbed.";

    /** What is wrong with the method. */
    enum Change {
        /** It has no result, and does nothing. */
        DOES_NOTHING,
        /** It always answers yes. */
        YES,
        /** It answers by where an object happens to lie. */
        BY_CHANCE
    }

    private final String type;
    private final String method;
    private final Change change;

    /**
     * A loader.
     *
     * @param type the class, by its name below the project's package
     * @param method its name
     * @param change what is wrong with it
     */
    PlantedBug(String type, String method, Change change) {
        super(PlantedBug.class.getClassLoader());
        this.type = ROOT + type;
        this.method = method;
        this.change = change;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(ROOT)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = bytes(name);
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        return name.equals(type.replace('.', '/') + ".class")
                ? new ByteArrayInputStream(bytes(type))
                : super.getResourceAsStream(name);
    }

    private byte[] bytes(String name) {
        try (InputStream in = super.getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] bytes = in.readAllBytes();
            return name.equals(type) ? changed(bytes) : bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] changed(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        boolean[] found = new boolean[1];
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor body = super.visitMethod(access, name, descriptor, signature, exceptions);
                        if (!name.equals(method)) {
                            return body;
                        }
                        found[0] = true;
                        write(body);
                        return null;
                    }
                },
                0);
        if (!found[0]) {
            throw new IllegalStateException(type + " has no " + method);
        }
        return writer.toByteArray();
    }

    private void write(MethodVisitor body) {
        body.visitCode();
        switch (change) {
            case YES -> body.visitInsn(Opcodes.ICONST_1);
            case BY_CHANCE -> {
                body.visitTypeInsn(Opcodes.NEW, "java/lang/Object");
                body.visitInsn(Opcodes.DUP);
                body.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
                body.visitMethodInsn(
                        Opcodes.INVOKESTATIC, "java/lang/System", "identityHashCode", "(Ljava/lang/Object;)I", false);
                body.visitInsn(Opcodes.ICONST_1);
                body.visitInsn(Opcodes.IAND);
            }
            default -> {
                // nothing is done
            }
        }
        body.visitInsn(change == Change.DOES_NOTHING ? Opcodes.RETURN : Opcodes.IRETURN);
        body.visitMaxs(0, 0);
        body.visitEnd();
    }
}
