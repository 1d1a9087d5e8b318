package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/**
 * The modules of a kernel, and in which order they have to be loaded. Packages carry no modules.dep, which depmod writes when they are
 * installed; what a module needs stands in its section .modinfo, as {@code depends=} and {@code softdep=}.
 */
final class Modules {
    private static final int SECTION_TABLE = 0x28;
    private static final int SECTION_SIZES = 0x3a;

    private final Map<String, Path> files = new LinkedHashMap<>();

    /** Finds all modules below a folder. */
    Modules(Path folder) throws AgentException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).sorted().forEach(file -> {
                String name = file.getFileName().toString();
                if (name.endsWith(".ko") || name.endsWith(".ko.xz")) {
                    files.put(canonical(name.substring(0, name.indexOf(".ko"))), file);
                }
            });
        } catch (IOException e) {
            throw new AgentException("cannot read the modules in " + folder, e);
        }
    }

    /**
     * These modules and what they need, each before those that need it. What is not there is left out: it is built into the kernel, or
     * the guest says what it lacks.
     */
    Map<String, byte[]> withNeeded(List<String> names) throws AgentException {
        Map<String, byte[]> order = new LinkedHashMap<>();
        List<String> begun = new ArrayList<>();
        for (String name : names) {
            need(canonical(name), order, begun);
        }
        return order;
    }

    private void need(String name, Map<String, byte[]> order, List<String> begun) throws AgentException {
        Path file = files.get(name);
        if (file == null || begun.contains(name)) {
            return;
        }
        begun.add(name);
        byte[] module = read(file);
        for (String line : information(module)) {
            if (line.startsWith("depends=")) {
                for (String needed : line.substring("depends=".length()).split(",", -1)) {
                    need(canonical(needed), order, begun);
                }
            } else if (line.startsWith("softdep=pre:")) {
                String before = line.substring("softdep=pre:".length()).split("post:", 2)[0];
                for (String needed : before.strip().split("\\s+", -1)) {
                    need(canonical(needed), order, begun);
                }
            }
        }
        order.put(name, module);
    }

    private static String canonical(String name) {
        return name.replace('-', '_');
    }

    private static byte[] read(Path file) throws AgentException {
        try (InputStream in = Files.newInputStream(file)) {
            return file.toString().endsWith(".xz") ? new XZInputStream(in).readAllBytes() : in.readAllBytes();
        } catch (IOException e) {
            throw new AgentException("cannot read the module " + file, e);
        }
    }

    /** The strings of section .modinfo of a 64-bit little-endian ELF file; none if it has no such section. */
    static List<String> information(byte[] module) throws AgentException {
        ByteBuffer elf = ByteBuffer.wrap(module).order(ByteOrder.LITTLE_ENDIAN);
        try {
            long table = elf.getLong(SECTION_TABLE);
            int size = elf.getShort(SECTION_SIZES);
            int count = elf.getShort(SECTION_SIZES + 2);
            int names = (int) elf.getLong((int) table + size * elf.getShort(SECTION_SIZES + 4) + 0x18);
            for (int i = 0; i < count; i++) {
                int section = (int) table + i * size;
                if (string(module, names + elf.getInt(section)).equals(".modinfo")) {
                    return strings(module, (int) elf.getLong(section + 0x18), (int) elf.getLong(section + 0x20));
                }
            }
            return List.of();
        } catch (IndexOutOfBoundsException e) {
            throw new AgentException("a module is cut off or no ELF file", e);
        }
    }

    private static String string(byte[] from, int at) {
        int end = at;
        while (from[end] != 0) {
            end++;
        }
        return new String(from, at, end - at, StandardCharsets.ISO_8859_1);
    }

    private static List<String> strings(byte[] from, int at, int length) {
        return List.of(new String(from, at, length, StandardCharsets.ISO_8859_1).split("\0+"));
    }
}
