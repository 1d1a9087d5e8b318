package io.github.accelbed.explorer.undo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Unwoven;
import io.github.accelbed.scenario.run.IntegrityException;
import io.github.accelbed.scenario.run.SteppedRun;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Guards against a class that worlds are made of and that nobody weaves, such as one that was moved to a new package. */
class WovenPackagesTest {
    private static final String OURS = "io/github/accelbed/";

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

    @Test
    void whatAWovenClassMentionsIsWovenOrCannotChange() {
        Set<String> woven = new HashSet<>(Set.of(Type.getInternalName(SteppedRun.class)));
        Set<String> wrong = new TreeSet<>();
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

        assertThat(wrong).as("the package of each must be marked @Woven").isEmpty();
        assertThat(woven).hasSizeGreaterThan(400);
        for (String row : new String[] {"uacce", "vfio", "odp", "model", "scenario/run", "scenario/lockorder"}) {
            assertThat(woven).as(row).anyMatch(name -> name.startsWith(OURS + row + "/"));
        }
    }

    @Test
    void whatBothSidesKnowIsOneClass() throws ClassNotFoundException {
        WovenLoader loader = new WovenLoader(false);

        assertThat(loader.loadClass(IntegrityException.class.getName())).isSameAs(IntegrityException.class);
        assertThat(loader.loadClass(SteppedRun.class.getName())).isNotSameAs(SteppedRun.class);
    }
}
