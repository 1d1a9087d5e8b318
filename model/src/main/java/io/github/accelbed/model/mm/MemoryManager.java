package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.StepMachine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The kernel's memory management as a whole: frames, swap, page caches, all address spaces, and the rules of the era. */
public final class MemoryManager {
    private final StepMachine machine;
    private final CowRules cowRules;
    private final NotifierRules notifierRules;
    private final MmapLockRules mmapLockRules;
    private final PhysicalMemory memory;
    private final SwapSpace swap = new SwapSpace();
    private final Map<String, FileMapping> files = new TreeMap<>();
    private final Map<String, FileMapping> memfds = new TreeMap<>();
    private final List<FileMapping> shmem = new ArrayList<>();
    private final List<MmStruct> mms = new ArrayList<>();
    private final List<PageReferences> references = new ArrayList<>();
    private final List<PageReferences> lost = new ArrayList<>();

    /**
     * Empty memory.
     *
     * @param machine the run's clock and actors
     * @param cowRules what the era does about copy-on-write
     * @param notifierRules in which order it notifies
     * @param mmapLockRules which waits for mmap_lock a SIGKILL ends
     * @param memory the frames
     */
    public MemoryManager(
            StepMachine machine,
            CowRules cowRules,
            NotifierRules notifierRules,
            MmapLockRules mmapLockRules,
            PhysicalMemory memory) {
        this.machine = machine;
        this.cowRules = cowRules;
        this.notifierRules = notifierRules;
        this.mmapLockRules = mmapLockRules;
        this.memory = memory;
    }

    /**
     * The run's clock and actors.
     *
     * @return the machine
     */
    public StepMachine machine() {
        return machine;
    }

    /**
     * The era's rules on copy-on-write and pins.
     *
     * @return the rules
     */
    public CowRules cowRules() {
        return cowRules;
    }

    /**
     * The era's order of notification.
     *
     * @return the rules
     */
    public NotifierRules notifierRules() {
        return notifierRules;
    }

    /**
     * Which waits for mmap_lock a SIGKILL ends.
     *
     * @return the rules
     */
    public MmapLockRules mmapLockRules() {
        return mmapLockRules;
    }

    /**
     * The frames.
     *
     * @return physical memory
     */
    public PhysicalMemory memory() {
        return memory;
    }

    /**
     * {@code mm_alloc}: a new, empty address space with one user.
     *
     * @param name for messages
     * @return it
     */
    public MmStruct newMm(String name) {
        MmStruct mm = new MmStruct(name);
        mms.add(mm);
        return mm;
    }

    /**
     * All address spaces whose pages still exist.
     *
     * @return in order of creation
     */
    public List<MmStruct> mms() {
        return Collections.unmodifiableList(mms);
    }

    /**
     * The page cache of a named file, made at first use.
     *
     * @param name the file's name
     * @return its pages
     */
    public FileMapping file(String name) {
        return files.computeIfAbsent(name, n -> new FileMapping(n, FileMapping.Kind.FILE));
    }

    /**
     * {@code memfd_create}, at first use; who has its descriptor maps it by this name, over fork and exec. No call closes the last descriptor, so it
     * lives as long as the machine, as the page cache of a file does.
     *
     * @param name its name
     * @return its pages
     */
    public FileMapping memfd(String name) {
        return memfds.computeIfAbsent(name, n -> new FileMapping(n, FileMapping.Kind.MEMFD));
    }

    /**
     * {@code shmem_zero_setup}: the object behind a new shared anonymous mapping.
     *
     * @return a fresh object
     */
    public FileMapping newShmem() {
        FileMapping mapping = new FileMapping("dev/zero", FileMapping.Kind.ANONYMOUS);
        shmem.add(mapping);
        return mapping;
    }

    /**
     * {@code hugetlb_file_setup}: the object behind a new shared hugetlb mapping.
     *
     * @return a fresh object
     */
    public FileMapping newHugetlb() {
        FileMapping mapping = new FileMapping("anon_hugepage", FileMapping.Kind.HUGETLB);
        shmem.add(mapping);
        return mapping;
    }

    /**
     * All references taken outside page tables and still held: pins and gets.
     *
     * @return in order of creation
     */
    public List<PageReferences> references() {
        return Collections.unmodifiableList(references);
    }

    /**
     * References that nobody holds any more and that stay for ever: those on the zero page that type1 does not give back.
     *
     * @return by process whose call took them
     */
    public List<PageReferences> lostReferences() {
        return Collections.unmodifiableList(lost);
    }

    /**
     * The frame that holds a process's own data of a page at this moment, mapped or not: what a stale device access is judged
     * against.
     *
     * @param mm the address space
     * @param vpn the page
     * @return the frame, or {@link PhysicalMemory#NONE} if the process has none there
     */
    public int ownFrame(MmStruct mm, long vpn) {
        long pte = mm.pageTable().walk(vpn);
        if (Pte.present(pte)) {
            return Pte.frame(pte);
        }
        if ((pte & Pte.SWAP) != 0) {
            return swap.cachedFrame(Pte.frame(pte));
        }
        Vma vma = mm.findVma(vpn);
        FileMapping mapping = vma == null ? null : vma.mapping();
        return vma == null || mapping == null ? PhysicalMemory.NONE : mapping.page(vma.index(vpn));
    }

    SwapSpace swap() {
        return swap;
    }

    /** {@code delete_from_swap_cache}: a page leaves its slot, and the cache's reference goes. */
    void deleteFromSwapCache(int slot) {
        int frame = swap().cachedFrame(slot);
        swap().uncache(slot);
        memory().setSwapCache(frame, false);
        memory().put(frame, 1);
    }

    /** {@code __folio_migrate_mapping} of a page in the swap cache: another one has its slot, and the cache's reference. */
    void replaceInSwapCache(int frame, int newFrame) {
        int slot = swap().slotOfFrame(frame);
        deleteFromSwapCache(slot);
        swap().cache(slot, newFrame);
        memory().setSwapCache(newFrame, true);
        memory().get(newFrame, 1);
    }

    void forget(MmStruct mm) {
        mms.remove(mm);
    }

    void add(PageReferences held) {
        references.add(held);
    }

    PageReferences lost(String owner) {
        for (PageReferences held : lost) {
            if (held.owner().equals(owner)) {
                return held;
            }
        }
        PageReferences first = new PageReferences(this, owner, true);
        lost.add(first);
        return first;
    }

    void remove(PageReferences held) {
        references.remove(held);
    }

    Iterable<FileMapping> mappings() {
        List<FileMapping> all = new ArrayList<>(files.values());
        all.addAll(memfds.values());
        all.addAll(shmem);
        return all;
    }
}
