package io.github.accelbed.scenario.run;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.Waiting;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The waits of the kernel and its drivers: what the programs say, and what docs/waits.md says of them. */
final class Waits {
    /** program, step, killable or uninterruptible, the kernel's call, releases, source */
    private static final Pattern LINE = Pattern.compile(
            "\\| `([^|]+)` \\| `([^|]+)` \\| (killable|uninterruptible) \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|");

    private Waits() {}

    /** Of all programs, which are constants of their operations. */
    static Set<Wait> declared() throws ReflectiveOperationException {
        Set<Wait> found = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(
                        "io.github.accelbed.model",
                        "io.github.accelbed.uacce",
                        "io.github.accelbed.vfio",
                        "io.github.accelbed.odp")) {
            for (Field field : Class.forName(type.getName()).getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == Program.class) {
                    field.setAccessible(true);
                    add((Program<?>) field.get(null), found);
                }
            }
        }
        return found;
    }

    private static void add(Program<?> program, Set<Wait> found) {
        for (int pc = 0; pc < program.length(); pc++) {
            if (program.waiting(pc) != Waiting.NONE) {
                found.add(Wait.of(program, pc));
            }
        }
    }

    static Set<Wait> documented() throws IOException {
        Set<Wait> found = new TreeSet<>();
        Matcher line = LINE.matcher(Files.readString(Path.of("../../docs/waits.md")));
        while (line.find()) {
            found.add(new Wait(
                    line.group(1),
                    line.group(2),
                    line.group(3).equals("killable") ? Waiting.KILLABLE : Waiting.UNINTERRUPTIBLE));
        }
        return found;
    }
}
