package io.github.accelbed.explorer.undo;

import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ACC_TRANSIENT;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;

/**
 * Rewrites a class so that its stores go through {@link Journal}, its loads too if asked for, and it is {@link Undoable}. Collections of
 * java.util become those of {@link io.github.accelbed.explorer.undo.collection}, whose fields are woven like any other's.
 *
 * <p>A store to a field becomes a call of a static method that is added to the field's class. Final fields stay as they are: they are
 * stored once, when the object is made, and an object that is made in a step cannot be met any more when the step is undone.
 */
final class Weaver extends ClassVisitor {
    private static final String JOURNAL = Type.getInternalName(Journal.class);
    private static final String UNDOABLE = Type.getInternalName(Undoable.class);
    private static final String OBJECT = "java/lang/Object";
    private static final String REF = "Ljava/lang/Object;";
    private static final String ID = "undo$id";
    private static final String KIND = "undo$kind";
    private static final String PUT = "undo$put$";
    private static final String GET = "undo$get$";

    /** An instance field as woven. */
    private record Field(int number, String name, String type, boolean constant) {
        boolean reference() {
            return type.charAt(0) == 'L' || type.charAt(0) == '[';
        }
    }

    private final boolean loads;
    private final List<Field> fields = new ArrayList<>();
    private String self = "";
    private String superName = "";
    private boolean undoable;
    private int before;

    private Weaver(ClassVisitor next, boolean loads) {
        super(Opcodes.ASM9, next);
        this.loads = loads;
    }

    /** The woven form of a class. */
    static byte[] weave(String name, boolean loads) {
        ClassReader reader = new ClassReader(ClassFacts.bytes(name));
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        ClassVisitor weaver = new Weaver(writer, loads);
        reader.accept(
                name.startsWith(UndoCollections.PACKAGE) ? weaver : new ClassRemapper(weaver, new UndoCollections()),
                0);
        return writer.toByteArray();
    }

    @Override
    public void visit(
            int version, int access, String name, @Nullable String signature, String parent, String[] interfaces) {
        self = name;
        superName = parent;
        before = ClassFacts.count(parent);
        undoable = (access & ACC_INTERFACE) == 0 && !"java/lang/Enum".equals(parent);
        String[] all = interfaces;
        if (undoable && !WovenLoader.weaves(parent)) {
            all = new String[interfaces.length + 1];
            System.arraycopy(interfaces, 0, all, 0, interfaces.length);
            all[interfaces.length] = UNDOABLE;
        }
        super.visit(version, access, name, signature, parent, all);
    }

    @Override
    public FieldVisitor visitField(
            int access, String name, String type, @Nullable String signature, @Nullable Object value) {
        if ((access & ACC_STATIC) == 0) {
            fields.add(new Field(before + fields.size(), name, type, (access & Opcodes.ACC_FINAL) != 0));
        }
        return super.visitField(access, name, type, signature, value);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String type, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, type, signature, exceptions);
        return new Body(
                next, "<clinit>".equals(name), "<init>".equals(name) && undoable && !WovenLoader.weaves(superName));
    }

    @Override
    public void visitEnd() {
        if (undoable) {
            if (!WovenLoader.weaves(superName)) {
                addId();
            }
            for (Field field : fields) {
                if (!field.constant()) {
                    addPut(field);
                    if (loads) {
                        addGet(field);
                    }
                }
            }
            addKind();
            addSwitch("undo$bits", "(I)J", Opcodes.LRETURN);
            addSwitch("undo$ref", "(I)" + REF, Opcodes.ARETURN);
            addSet();
        }
        super.visitEnd();
    }

    private void addId() {
        cv.visitField(ACC_SYNTHETIC | ACC_TRANSIENT, ID, "I", null, null).visitEnd();
        MethodVisitor get = cv.visitMethod(ACC_PUBLIC | ACC_SYNTHETIC, ID, "()I", null, null);
        get.visitVarInsn(ALOAD, 0);
        get.visitFieldInsn(GETFIELD, self, ID, "I");
        get.visitInsn(IRETURN);
        end(get);
        MethodVisitor set = cv.visitMethod(ACC_PUBLIC | ACC_SYNTHETIC, ID, "(I)V", null, null);
        set.visitVarInsn(ALOAD, 0);
        set.visitVarInsn(ILOAD, 1);
        set.visitFieldInsn(PUTFIELD, self, ID, "I");
        set.visitInsn(RETURN);
        end(set);
    }

    private void addKind() {
        cv.visitField(ACC_SYNTHETIC | ACC_STATIC, KIND, REF, null, null).visitEnd();
        MethodVisitor get = cv.visitMethod(ACC_PUBLIC | ACC_SYNTHETIC, KIND, "()" + REF, null, null);
        get.visitFieldInsn(Opcodes.GETSTATIC, self, KIND, REF);
        get.visitInsn(Opcodes.ARETURN);
        end(get);
        MethodVisitor set = cv.visitMethod(ACC_PUBLIC | ACC_SYNTHETIC, KIND, "(" + REF + ")V", null, null);
        set.visitVarInsn(ALOAD, 1);
        set.visitFieldInsn(Opcodes.PUTSTATIC, self, KIND, REF);
        set.visitInsn(RETURN);
        end(set);
    }

    private void addPut(Field field) {
        Type type = Type.getType(field.type());
        MethodVisitor put = cv.visitMethod(
                ACC_PUBLIC | ACC_STATIC | ACC_SYNTHETIC, PUT + field.name(), putType(self, field.type()), null, null);
        put.visitVarInsn(ALOAD, 0);
        push(put, field.number());
        put.visitVarInsn(ALOAD, 0);
        put.visitFieldInsn(GETFIELD, self, field.name(), field.type());
        if (field.reference()) {
            put.visitMethodInsn(INVOKESTATIC, JOURNAL, "field", "(" + REF + "I" + REF + ")V", false);
        } else {
            widen(put, type);
            put.visitMethodInsn(INVOKESTATIC, JOURNAL, "field", "(" + REF + "IJ)V", false);
        }
        put.visitVarInsn(ALOAD, 0);
        put.visitVarInsn(type.getOpcode(ILOAD), 1);
        put.visitFieldInsn(PUTFIELD, self, field.name(), field.type());
        put.visitInsn(RETURN);
        end(put);
    }

    private void addGet(Field field) {
        MethodVisitor get = cv.visitMethod(
                ACC_PUBLIC | ACC_STATIC | ACC_SYNTHETIC, GET + field.name(), getType(self, field.type()), null, null);
        get.visitVarInsn(ALOAD, 0);
        push(get, field.number());
        get.visitMethodInsn(INVOKESTATIC, JOURNAL, "load", "(" + REF + "I)V", false);
        get.visitVarInsn(ALOAD, 0);
        get.visitFieldInsn(GETFIELD, self, field.name(), field.type());
        get.visitInsn(Type.getType(field.type()).getOpcode(IRETURN));
        end(get);
    }

    /** {@code undo$bits} or {@code undo$ref}: each answers 0 or null for the fields of the other. */
    private void addSwitch(String name, String type, int answer) {
        boolean refs = answer == Opcodes.ARETURN;
        MethodVisitor method = cv.visitMethod(ACC_PUBLIC | ACC_SYNTHETIC, name, type, null, null);
        List<Field> own =
                fields.stream().filter(field -> field.reference() == refs).toList();
        Label other = new Label();
        Label[] labels = labels(method, own, other);
        for (int i = 0; i < own.size(); i++) {
            Field field = own.get(i);
            at(method, labels[i]);
            method.visitVarInsn(ALOAD, 0);
            method.visitFieldInsn(GETFIELD, self, field.name(), field.type());
            if (!refs) {
                widen(method, Type.getType(field.type()));
            }
            method.visitInsn(answer);
        }
        if (!own.isEmpty()) {
            at(method, other);
        }
        if (WovenLoader.weaves(superName)) {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ILOAD, 1);
            method.visitMethodInsn(INVOKESPECIAL, superName, name, type, false);
        } else {
            method.visitInsn(refs ? Opcodes.ACONST_NULL : Opcodes.LCONST_0);
        }
        method.visitInsn(answer);
        end(method);
    }

    private void addSet() {
        String type = "(IJ" + REF + ")V";
        MethodVisitor method = cv.visitMethod(ACC_PUBLIC | ACC_SYNTHETIC, "undo$set", type, null, null);
        List<Field> own = fields.stream().filter(field -> !field.constant()).toList();
        Label other = new Label();
        Label[] labels = labels(method, own, other);
        for (int i = 0; i < own.size(); i++) {
            Field field = own.get(i);
            at(method, labels[i]);
            method.visitVarInsn(ALOAD, 0);
            if (field.reference()) {
                method.visitVarInsn(ALOAD, 4);
                Type reference = Type.getType(field.type());
                if (!OBJECT.equals(reference.getInternalName())) {
                    method.visitTypeInsn(Opcodes.CHECKCAST, reference.getInternalName());
                }
            } else {
                method.visitVarInsn(LLOAD, 2);
                narrow(method, Type.getType(field.type()));
            }
            method.visitFieldInsn(PUTFIELD, self, field.name(), field.type());
            method.visitInsn(RETURN);
        }
        if (!own.isEmpty()) {
            at(method, other);
        }
        if (WovenLoader.weaves(superName)) {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ILOAD, 1);
            method.visitVarInsn(LLOAD, 2);
            method.visitVarInsn(ALOAD, 4);
            method.visitMethodInsn(INVOKESPECIAL, superName, "undo$set", type, false);
        }
        method.visitInsn(RETURN);
        end(method);
    }

    /** A jump by the field's number in local 1; nothing if there is no field. */
    private static Label[] labels(MethodVisitor method, List<Field> own, Label other) {
        Label[] labels = new Label[own.size()];
        int[] keys = new int[own.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = new Label();
            keys[i] = own.get(i).number();
        }
        if (labels.length > 0) {
            method.visitVarInsn(ILOAD, 1);
            method.visitLookupSwitchInsn(other, keys, labels);
        }
        return labels;
    }

    private static void at(MethodVisitor method, Label label) {
        method.visitLabel(label);
        method.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    private static void end(MethodVisitor method) {
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private static void push(MethodVisitor method, int number) {
        method.visitIntInsn(Opcodes.SIPUSH, number);
    }

    private static void widen(MethodVisitor method, Type type) {
        switch (type.getSort()) {
            case Type.LONG -> {}
            case Type.DOUBLE ->
                method.visitMethodInsn(INVOKESTATIC, "java/lang/Double", "doubleToRawLongBits", "(D)J", false);
            case Type.FLOAT -> throw new IllegalStateException("a field of type float");
            default -> method.visitInsn(Opcodes.I2L);
        }
    }

    private static void narrow(MethodVisitor method, Type type) {
        switch (type.getSort()) {
            case Type.LONG -> {}
            case Type.DOUBLE ->
                method.visitMethodInsn(INVOKESTATIC, "java/lang/Double", "longBitsToDouble", "(J)D", false);
            default -> method.visitInsn(Opcodes.L2I);
        }
    }

    private static String putType(String owner, String type) {
        return "(L" + owner + ";" + type + ")V";
    }

    private static String getType(String owner, String type) {
        return "(L" + owner + ";)" + type;
    }

    /** The class that declares a field, where its accessors are. */
    private static String declaring(String owner, String field) {
        String at = owner;
        while (ClassFacts.of(at).fields().stream().noneMatch(one -> one.name().equals(field))) {
            at = ClassFacts.of(at).superName();
        }
        return at;
    }

    /** The code of one method. */
    private final class Body extends MethodVisitor {
        private final boolean initializer;
        private final boolean constructor;

        Body(MethodVisitor next, boolean initializer, boolean constructor) {
            super(Opcodes.ASM9, next);
            this.initializer = initializer;
            this.constructor = constructor;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (initializer) {
                super.visitMethodInsn(INVOKESTATIC, JOURNAL, "initializing", "()V", false);
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String type) {
            if (opcode == PUTFIELD && !ClassFacts.constant(owner, name)) {
                String type2 = putType(declaring(owner, name), type);
                super.visitMethodInsn(INVOKESTATIC, owner, PUT + name, type2, false);
            } else if (loads && opcode == GETFIELD && !ClassFacts.constant(owner, name)) {
                super.visitMethodInsn(INVOKESTATIC, owner, GET + name, getType(declaring(owner, name), type), false);
            } else {
                super.visitFieldInsn(opcode, owner, name, type);
            }
        }

        @Override
        public void visitInsn(int opcode) {
            switch (opcode) {
                case Opcodes.AASTORE -> store("[" + REF, REF);
                case Opcodes.LASTORE -> store("[J", "J");
                case Opcodes.IASTORE -> store("[I", "I");
                case Opcodes.BASTORE -> store(REF, "I");
                case Opcodes.CASTORE, Opcodes.SASTORE, Opcodes.FASTORE, Opcodes.DASTORE ->
                    throw new IllegalStateException(self + " stores into an array of a type that no world has");
                case Opcodes.AALOAD, Opcodes.LALOAD, Opcodes.IALOAD, Opcodes.BALOAD -> {
                    if (loads) {
                        super.visitInsn(Opcodes.DUP2);
                        super.visitMethodInsn(INVOKESTATIC, JOURNAL, "load", "(" + REF + "I)V", false);
                    }
                    super.visitInsn(opcode);
                }
                case RETURN -> {
                    if (initializer) {
                        super.visitMethodInsn(INVOKESTATIC, JOURNAL, "initialized", "()V", false);
                    }
                    if (loads && constructor) {
                        super.visitVarInsn(ALOAD, 0);
                        super.visitMethodInsn(INVOKESTATIC, JOURNAL, "made", "(" + REF + ")V", false);
                    }
                    super.visitInsn(opcode);
                }
                default -> super.visitInsn(opcode);
            }
        }

        private void store(String array, String value) {
            super.visitMethodInsn(INVOKESTATIC, JOURNAL, "store", "(" + array + "I" + value + ")V", false);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean ofInterface) {
            boolean storesInto = opcode == INVOKESTATIC
                    && (("java/util/Arrays".equals(owner) && UndoCollections.ARRAY_STORES.contains(name))
                            || ("java/lang/System".equals(owner) && "arraycopy".equals(name)));
            super.visitMethodInsn(opcode, storesInto ? UndoCollections.ARRAYS : owner, name, type, ofInterface);
            if (type.charAt(type.indexOf(')') + 1) == '[' && !WovenLoader.weaves(owner)) {
                madeArray();
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            super.visitIntInsn(opcode, operand);
            if (opcode == Opcodes.NEWARRAY) {
                madeArray();
            }
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            super.visitTypeInsn(opcode, type);
            if (opcode == Opcodes.ANEWARRAY) {
                madeArray();
            }
        }

        @Override
        public void visitMultiANewArrayInsn(String type, int dimensions) {
            throw new IllegalStateException(self + " makes an array of several dimensions at once");
        }

        private void madeArray() {
            if (loads) {
                super.visitInsn(Opcodes.DUP);
                super.visitMethodInsn(INVOKESTATIC, JOURNAL, "made", "(" + REF + ")V", false);
            }
        }
    }
}
