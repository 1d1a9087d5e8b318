package io.github.accelbed.scenario.run;

import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.scenario.language.term.BufferName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which frames held the buffers at one moment, as {@code /proc/PID/pagemap} (fs/proc/task_mmu.c) shows it to root: what the page
 * tables say, and nothing else. A page in swap or only in a page cache is as absent as one never touched. Taking the picture walks the
 * tables and changes nothing.
 *
 * <p>The ids are good for one question: whether two pages, of two processes or at two moments, are the same memory. A freed frame's
 * number is used again.
 */
public final class Frames {

    /** The id of a page without a present entry. An entry of a PROT_NONE area is present. */
    public static final int ABSENT = -1;

    /** The id of the shared zero page. */
    public static final int ZERO = PhysicalMemory.ZERO_PAGE;

    private static final class Pages {
        private final int[] ids;
        private final BitSet privateAnonymous;

        Pages(int pages) {
            ids = new int[pages];
            privateAnonymous = new BitSet(pages);
        }
    }

    private final Map<String, Map<String, Pages>> pages = new LinkedHashMap<>();
    private final List<String> buffers;

    private Frames(Collection<String> buffers) {
        this.buffers = List.copyOf(buffers);
    }

    static Frames of(World world, Collection<String> buffers) {
        Frames frames = new Frames(buffers);
        world.tasks().forEach((name, task) -> {
            if (task.alive()) {
                Map<String, Pages> ofTask = new LinkedHashMap<>();
                buffers.forEach(buffer -> ofTask.put(buffer, walk(task, world.buffer(new BufferName(buffer)))));
                frames.pages.put(name, ofTask);
            }
        });
        return frames;
    }

    private static Pages walk(Task task, World.Buffer buffer) {
        Pages pages = new Pages(buffer.pages());
        for (int page = 0; page < buffer.pages(); page++) {
            long pte = task.mm().pageTable().walk(buffer.start() + page);
            pages.ids[page] = Pte.present(pte) ? Pte.frame(pte) : ABSENT;
            Vma vma = task.mm().findVma(buffer.start() + page);
            pages.privateAnonymous.set(page, vma != null && vma.isCowMapping() && vma.mapping() == null);
        }
        return pages;
    }

    /**
     * The processes that lived, each by its own name even if it shares another's memory after vfork.
     *
     * @return in order of their birth
     */
    public List<String> processes() {
        return new ArrayList<>(pages.keySet());
    }

    /**
     * The buffers that a step up to now introduced, whether or not anybody had them mapped.
     *
     * @return in order of introduction
     */
    public List<String> buffers() {
        return buffers;
    }

    /**
     * The frames of one buffer in one process.
     *
     * @param process one of {@link #processes()}
     * @param buffer one of {@link #buffers()}
     * @return a copy, one id for each page: {@link #ABSENT}, {@link #ZERO}, or a positive number
     * @throws IllegalArgumentException if there is no such process or buffer
     */
    public int[] ids(String process, String buffer) {
        return of(process, buffer).ids.clone();
    }

    /**
     * Whether a page lay in a private anonymous area, where presence depends on this process and fork alone. Of file and shared memory
     * a kernel may map more pages than were asked for.
     *
     * @param process one of {@link #processes()}
     * @param buffer one of {@link #buffers()}
     * @param page the page within the buffer, from 0
     * @return false also in a hole
     * @throws IllegalArgumentException if there is no such process or buffer
     */
    public boolean isPrivateAnonymous(String process, String buffer, int page) {
        return of(process, buffer).privateAnonymous.get(page);
    }

    private Pages of(String process, String buffer) {
        Pages found = pages.getOrDefault(process, Map.of()).get(buffer);
        if (found == null) {
            throw new IllegalArgumentException("no buffer " + buffer + " of a living process " + process);
        }
        return found;
    }

    /**
     * All ids, for messages of tests.
     *
     * @return such as {@code A: b=[3, -1] B: b=[3, -1]}
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        pages.forEach((process, ofTask) -> {
            text.append(text.isEmpty() ? "" : " ").append(process).append(':');
            ofTask.forEach((buffer, found) ->
                    text.append(' ').append(buffer).append('=').append(Arrays.toString(found.ids)));
        });
        return text.toString();
    }
}
