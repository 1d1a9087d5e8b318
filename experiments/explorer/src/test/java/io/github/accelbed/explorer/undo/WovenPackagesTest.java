package io.github.accelbed.explorer.undo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Unwoven;
import io.github.accelbed.scenario.run.IntegrityException;
import io.github.accelbed.scenario.run.SteppedRun;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Guards against a class that worlds are made of and that nobody weaves, such as one that was moved to a new package. */
class WovenPackagesTest {
    private static final String OURS = "io/github/accelbed/";

    /** What the collections of the JDK implement and those that stand in for them do not. */
    private static final Set<String> NOT_IMPLEMENTED =
            Set.of("java/util/Deque", "java/util/NavigableMap", "java/util/SortedMap");

    private static Set<String> mentionedBy(String name) {
        Set<String> names = new HashSet<>();
        Remapper collector = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String other) {
                names.add(other);
                return other;
            }
        };
        new ClassReader(ClassFacts.bytes(name))
                .accept(new ClassRemapper(new ClassWriter(0), collector), ClassReader.SKIP_FRAMES);
        names.removeIf(other -> !other.startsWith(OURS));
        return names;
    }

    /** All classes that are woven, and into the other set what they mention that ought to be. */
    private static Set<String> woven(Set<String> wrong) {
        Set<String> woven = new HashSet<>(Set.of(Type.getInternalName(SteppedRun.class)));
        Deque<String> left = new ArrayDeque<>(woven);
        while (!left.isEmpty()) {
            String at = left.remove();
            for (String name : mentionedBy(at)) {
                if (WovenLoader.weaves(name)) {
                    if (woven.add(name)) {
                        left.add(name);
                    }
                } else if (!ClassFacts.isAnnotated(name.replaceAll("\\$.*", ""), Unwoven.class)
                        && ClassFacts.of(name).fields().stream().anyMatch(field -> !field.constant())) {
                    wrong.add(name + ", mentioned by " + at);
                }
            }
        }
        return woven;
    }

    @Test
    void whatAWovenClassMentionsIsWovenOrCannotChange() {
        Set<String> wrong = new TreeSet<>();
        Set<String> woven = woven(wrong);

        assertThat(wrong).as("the package of each must be marked @Woven").isEmpty();
        assertThat(woven).hasSizeGreaterThan(400);
        for (String row : new String[] {"uacce", "vfio", "odp", "model", "scenario/run", "scenario/lockorder"}) {
            assertThat(woven).as(row).anyMatch(name -> name.startsWith(OURS + row + "/"));
        }
    }

    @Test
    void whatACollectionIsAskedForItsStandInHas() {
        UndoCollections instead = new UndoCollections();
        Set<String> calls = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        for (String name : woven(new TreeSet<>())) {
            new ClassReader(ClassFacts.bytes(name))
                    .accept(
                            new Calls((owner, call) -> {
                                String standIn = instead.map(owner);
                                if (NOT_IMPLEMENTED.contains(owner)) {
                                    missing.add(owner + "." + call + ", called by " + name);
                                }
                                if (!standIn.equals(owner)) {
                                    calls.add(owner + "." + call);
                                    if (!methods(standIn).contains(mapped(instead, call))) {
                                        missing.add(standIn + "." + call + ", called by " + name);
                                    }
                                }
                            }),
                            0);
        }

        assertThat(calls).hasSizeGreaterThan(25).anyMatch(call -> call.startsWith("java/util/TreeMap.floorEntry("));
        assertThat(missing).isEmpty();
    }

    private static String mapped(UndoCollections instead, String call) {
        int descriptor = call.indexOf('(');
        return call.substring(0, descriptor) + instead.mapMethodDesc(call.substring(descriptor));
    }

    private static Set<String> methods(String name) {
        try {
            Class<?> standIn = Class.forName(name.replace('/', '.'));
            Set<String> methods = new HashSet<>();
            for (Method method : standIn.getMethods()) {
                methods.add(method.getName() + Type.getMethodDescriptor(method));
            }
            for (Constructor<?> constructor : standIn.getConstructors()) {
                methods.add("<init>" + Type.getConstructorDescriptor(constructor));
            }
            return methods;
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Tells the owner, and the name with the descriptor, of each method that a class calls or refers to. */
    private static final class Calls extends ClassVisitor {
        private final BiConsumer<String, String> told;

        Calls(BiConsumer<String, String> told) {
            super(Opcodes.ASM9);
            this.told = told;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String descriptor, boolean itf) {
                    told.accept(owner, called + descriptor);
                }

                @Override
                public void visitInvokeDynamicInsn(String made, String as, Handle by, Object... arguments) {
                    for (Object argument : arguments) {
                        if (argument instanceof Handle handle) {
                            told.accept(handle.getOwner(), handle.getName() + handle.getDesc());
                        }
                    }
                }
            };
        }
    }

    @Test
    void whatBothSidesKnowIsOneClass() throws ClassNotFoundException {
        WovenLoader loader = new WovenLoader(false);

        assertThat(loader.loadClass(IntegrityException.class.getName())).isSameAs(IntegrityException.class);
        assertThat(loader.loadClass(SteppedRun.class.getName())).isNotSameAs(SteppedRun.class);
    }
}
