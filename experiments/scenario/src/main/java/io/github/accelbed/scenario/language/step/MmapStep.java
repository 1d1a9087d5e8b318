package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code mmap}: mmap(2): fresh memory at the address that the buffer's name stands for. For a known buffer the process
 * must have it unmapped; the parser checks that the size is the same as before.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param buffer the buffer
 * @param pages its size in pages of 4 KiB, 1 to 1,048,576
 * @param sharing private or shared
 * @param protection what the process may do with it
 * @param huge whether it is of huge pages
 * @param hugetlb whether it is of huge pages of the pool
 * @param zone where its small pages lie, or null for where they may stay
 * @param file the file that backs it, or null
 * @param memfd the memfd that backs it, or null; anonymous memory has neither
 * @param place where the buffer is laid, or null for an address that nothing else has
 * @param register the register that is bound to the answer, or null
 */
@Syntax(
        "mmap {buffer} {pages} [{sharing=private}] [{protection=rw}] [{huge}] [{hugetlb}] [{zone}] [file {file}] [memfd {memfd}] [at {place}]")
public record MmapStep(
        Position at,
        ProcessName process,
        BufferName buffer,
        int pages,
        Sharing sharing,
        Protection protection,
        boolean huge,
        boolean hugetlb,
        @Nullable Zone zone,
        @Nullable String file,
        @Nullable String memfd,
        @Nullable Place place,
        @Nullable String register)
        implements ProcessStep {
    /**
     * A buffer at an address that nothing else has.
     *
     * @param at where the step stands
     * @param process the acting process
     * @param buffer the buffer
     * @param pages its size
     * @param sharing private or shared
     * @param protection what the process may do with it
     * @param huge whether it is of huge pages
     * @param file the file that backs it, or null
     * @param register the register that is bound to the answer, or null
     */
    public MmapStep(
            Position at,
            ProcessName process,
            BufferName buffer,
            int pages,
            Sharing sharing,
            Protection protection,
            boolean huge,
            @Nullable String file,
            @Nullable String register) {
        this(at, process, buffer, pages, sharing, protection, huge, false, null, file, null, null, register);
    }
}
