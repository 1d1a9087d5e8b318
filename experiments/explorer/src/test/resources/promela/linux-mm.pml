/*
 * The kernel's memory management as far as fork, copy-on-write, page faults and munmap go, written from docs/facts.
 * Names in square brackets are the sections of docs/facts/mm.md unless another page is named.
 *
 * Processes A and B; every buffer is one page of private anonymous memory, or two independent pages.
 *
 * What is one step, and why. A step is what nobody else can see half done: a store to one PTE, a decision that is taken under
 * the page-table lock (ptl), a change of counters under a spinlock. Everything between two steps is open to all others. The
 * page-table locks and mmap_lock are modelled as locks and not by making what they protect one step, since neither the device
 * nor the IOMMU takes them.
 *
 * Left out: mmap_lock's fairness (a reader that overtakes a waiting writer could have come before it), per-VMA locks (6.4; they
 * exclude what mmap_lock excludes here), CPU TLBs (no CPU access here goes through an entry that an invalidation has yet to
 * reach), gup_fast and write_protect_seq, swap, migration, huge pages, KSM, failing allocations, signals.
 */

#define A 0
#define B 1

#ifndef PAGES
#define PAGES 1
#endif
#define FRAMES 8

/* Frame 0 is none, frame 1 the zero page, which is neither counted nor freed. */
#define NONE      0
#define ZERO_PAGE 1

byte content[FRAMES];     /* what is written in the frame; it stays there when the frame is freed */
byte mapcount[FRAMES];    /* PTEs that map it; each is one reference */
byte refs[FRAMES];        /* other references: a fault's, get_user_pages', the mmu_gather's */
byte pins[FRAMES];        /* FOLL_PIN, or get_user_pages before it: VFIO's */
bool exclusive[FRAMES];   /* PageAnonExclusive, from 5.19 */
bool page_locked[FRAMES];

/* Free frames, last in first out, as the per-CPU lists are. */
byte free_frames[FRAMES];
byte free_count;

byte pte_frame[2 * PAGES];
bool pte_write[2 * PAGES];
bool vma[2 * PAGES];

bool ptl[2];
bool mmap_writer[2];
byte mmap_readers[2];

#define PTE(p, v)      pte_frame[(p) * PAGES + (v)]
#define WRITABLE(p, v) pte_write[(p) * PAGES + (v)]
#define VMA(p, v)      vma[(p) * PAGES + (v)]
#define COUNT(f)       (mapcount[f] + refs[f] + pins[f])

inline lock_ptl(p)          { atomic { !ptl[p] -> ptl[p] = true } }
inline unlock_ptl(p)        { ptl[p] = false }
inline mmap_read_lock(p)    { atomic { !mmap_writer[p] -> mmap_readers[p]++ } }
inline mmap_read_unlock(p)  { mmap_readers[p]-- }
inline mmap_write_lock(p)   { atomic { !mmap_writer[p] && mmap_readers[p] == 0 -> mmap_writer[p] = true } }
inline mmap_write_unlock(p) { mmap_writer[p] = false }
/* [4]: munmap may go on as a reader once the VMA is detached. */
inline mmap_write_downgrade(p) { atomic { mmap_writer[p] = false; mmap_readers[p]++ } }

inline alloc_frame(f) {
    d_step {
        free_count--;
        f = free_frames[free_count];
        free_frames[free_count] = NONE;
        assert(COUNT(f) == 0)
    }
}

/* Only within a step: the last reference gone, the frame is free. */
inline free_if_unused(f) {
    if
    :: f > ZERO_PAGE && COUNT(f) == 0 -> free_frames[free_count] = f; free_count++; exclusive[f] = false
    :: else
    fi
}

inline put_reference(f) {
    d_step {
        if
        :: f > ZERO_PAGE -> refs[f]--; free_if_unused(f)
        :: else
        fi
    }
}

/*
 * What a model that includes this file defines before it: how the device's side hears of changes to A's page table.
 *   notify_start(p, v), notify_end(p, v)   the pair around a change [3.1]
 *   flush_secondary(p, v)                  the invalidation of TLBs that walk the CPU's own table [3.4]; one step
 *   granted(p, v)                          under the ptl: a fault has made the entry writable where it is
 */

/* A frame f becomes a new exclusive page of p at v. Within a step, under the ptl. */
inline install(p, v, f) {
    mapcount[f] = 1;
    refs[f]--;
    exclusive[f] = true;
    PTE(p, v) = f;
    WRITABLE(p, v) = true
}

/*
 * handle_mm_fault for a page whose VMA allows what is asked; the caller holds mmap_lock for reading.
 * f_old, f_new, f_copy are the caller's locals, so that processes can be here at the same time.
 */
inline handle_mm_fault(p, v, write) {
    f_copy = false;
    lock_ptl(p);
    if
    :: PTE(p, v) == NONE && !write ->
        /* do_anonymous_page, reading [1.2]: the zero page; nothing was there, so nobody is notified [3.1]. */
        d_step { PTE(p, v) = ZERO_PAGE; WRITABLE(p, v) = false };
        unlock_ptl(p)
    :: PTE(p, v) == NONE && write ->
        /* do_anonymous_page, writing: allocates without the ptl and looks again under it. */
        unlock_ptl(p);
        alloc_frame(f_new);
        d_step { content[f_new] = ZERO_VALUE; refs[f_new]++ };
        lock_ptl(p);
        d_step {
            if
            :: PTE(p, v) == NONE -> install(p, v, f_new)
            :: else -> refs[f_new]--; free_if_unused(f_new)
            fi;
            f_new = NONE
        };
        unlock_ptl(p)
    :: PTE(p, v) != NONE && write && !WRITABLE(p, v) -> do_wp_page(p, v)
    :: else -> unlock_ptl(p) /* somebody else was faster */
    fi
}

/* [2.1] reuse or copy. The decision is taken under the ptl, the copy made without it. Enters with the ptl, leaves without. */
inline do_wp_page(p, v) {
    f_old = PTE(p, v);
    if
    :: f_old == ZERO_PAGE -> f_copy = true
    :: else ->
#if ERA <= 2
        /* Mapcount alone decides, under the page lock; who has to sleep for that lock looks again afterwards. */
        if
        :: atomic { !page_locked[f_old] -> page_locked[f_old] = true }
        :: else ->
            refs[f_old]++;
            unlock_ptl(p);
            atomic { !page_locked[f_old] -> page_locked[f_old] = true };
            lock_ptl(p);
            put_reference(f_old)
        fi;
        if
        :: PTE(p, v) != f_old || WRITABLE(p, v) -> skip
        :: else ->
            d_step {
                if
                :: mapcount[f_old] <= 1 -> WRITABLE(p, v) = true
                :: else -> f_copy = true
                fi
            }
        fi;
        page_locked[f_old] = false
#elif ERA == 3
        /* Any second reference copies; so does a page lock that is taken. The count is read again under the page lock. */
        if
        :: COUNT(f_old) != 1 -> f_copy = true
        :: else ->
            if
            :: atomic { !page_locked[f_old] -> page_locked[f_old] = true };
                d_step {
                    if
                    :: mapcount[f_old] == 1 && COUNT(f_old) == 1 -> WRITABLE(p, v) = true
                    :: else -> f_copy = true
                    fi;
                    page_locked[f_old] = false
                }
            :: else -> f_copy = true
            fi
        fi
#else
        if
        :: exclusive[f_old] -> WRITABLE(p, v) = true
        :: else ->
            if
            :: COUNT(f_old) != 1 -> f_copy = true
            :: else ->
                if
                :: atomic { !page_locked[f_old] -> page_locked[f_old] = true };
                    d_step {
                        if
                        :: COUNT(f_old) == 1 -> exclusive[f_old] = true; WRITABLE(p, v) = true
                        :: else -> f_copy = true
                        fi;
                        page_locked[f_old] = false
                    }
                :: else -> f_copy = true
                fi
            fi
        fi
#endif
    fi;
    if
    :: f_copy -> wp_page_copy(p, v)
    :: else -> granted(p, v); unlock_ptl(p)
    fi;
    d_step { f_old = NONE; f_copy = false }
}

/* [2.2] and [3.2], in the order of the source. */
inline wp_page_copy(p, v) {
    d_step {
        if
        :: f_old > ZERO_PAGE -> refs[f_old]++
        :: else
        fi
    };
    unlock_ptl(p);
    alloc_frame(f_new);
    refs[f_new]++;
    content[f_new] = content[f_old];
    notify_start(p, v);
    lock_ptl(p);
    if
    :: PTE(p, v) == f_old && !WRITABLE(p, v) ->
        PTE(p, v) = NONE;
        flush_secondary(p, v);
        d_step { install(p, v, f_new); f_new = NONE };
        d_step {
            if
            :: f_old > ZERO_PAGE -> mapcount[f_old]--
            :: else
            fi
        };
        unlock_ptl(p)
    :: else ->
        unlock_ptl(p);
        put_reference(f_new);
        f_new = NONE
    fi;
    notify_end(p, v);
    put_reference(f_old)
}

/* A store of the CPU: it faults until the entry lets it. The store and the check of the entry are one access. */
inline cpu_write(p, v, value) {
    do
    :: atomic { WRITABLE(p, v) && PTE(p, v) != NONE -> content[PTE(p, v)] = value }; break
    :: else ->
        mmap_read_lock(p);
        handle_mm_fault(p, v, true);
        mmap_read_unlock(p)
    od
}

inline cpu_read(p, v, register) {
    do
    :: atomic { PTE(p, v) != NONE -> register = content[PTE(p, v)] }; break
    :: else ->
        mmap_read_lock(p);
        handle_mm_fault(p, v, false);
        mmap_read_unlock(p)
    od
}

/*
 * dup_mmap of A into B for a VMA that was written, so that it has an anon_vma and is not skipped [1.1, 1.2, 1.4]. Both
 * page-table locks are held for an entry; nobody contends for B's, as B does not run yet.
 */
inline fork_page(v) {
    mmap_write_lock(A);
    VMA(B, v) = true;
    notify_start(A, v);
    lock_ptl(A);
#if ERA >= 3
    if
    :: pins[PTE(A, v)] > 0 ->
        /* copy_present_page [1.3]: -EAGAIN, both locks dropped, a page allocated, and again. A's entry is left alone. */
        unlock_ptl(A);
        alloc_frame(f_new);
        refs[f_new]++;
        lock_ptl(A);
        content[f_new] = content[PTE(A, v)];
        d_step { install(B, v, f_new); f_new = NONE }
    :: else -> share_page(v)
    fi;
#else
    share_page(v);
#endif
    unlock_ptl(A);
    notify_end_and_flush(A, v);
    mmap_write_unlock(A)
}

/* copy_one_pte: write protection of the parent's entry, then the child's. Two stores, under the ptl. */
inline share_page(v) {
    d_step { WRITABLE(A, v) = false; exclusive[PTE(A, v)] = false };
    d_step { mapcount[PTE(A, v)]++; PTE(B, v) = PTE(A, v); WRITABLE(B, v) = false }
}

/* [3.4] up to 6.5 the end of a range also flushes secondary TLBs; later the flush of the CPU's does, at the end of dup_mmap. */
inline notify_end_and_flush(p, v) {
#if KERNEL < 606
    flush_secondary(p, v);
    notify_end(p, v)
#else
    notify_end(p, v);
    flush_secondary(p, v)
#endif
}

/*
 * [4] munmap: detach, go on as a reader, start, clear, end, flush, and only then free. The entry's reference goes to the
 * mmu_gather. Up to 6.5 the secondary TLBs are flushed with the end, later with the CPU's TLBs; either is before the free.
 */
inline munmap(v) { unmap(A, v) }

inline unmap(p, v) {
    mmap_write_lock(p);
    VMA(p, v) = false;
    mmap_write_downgrade(p);
    notify_start(p, v);
    lock_ptl(p);
    f_old = PTE(p, v);
    if
    :: f_old != NONE ->
        d_step { PTE(p, v) = NONE; WRITABLE(p, v) = false };
        d_step {
            if
            :: f_old > ZERO_PAGE -> mapcount[f_old]--; refs[f_old]++
            :: else
            fi
        }
    :: else
    fi;
    unlock_ptl(p);
    notify_end_and_flush(p, v);
    put_reference(f_old);
    f_old = NONE;
    mmap_read_unlock(p)
}

/* The world as it is before the first step: all frames but two are free. */
inline boot() {
    free_count = 0;
    f_new = FRAMES - 1;
    do
    :: f_new > ZERO_PAGE -> free_frames[free_count] = f_new; free_count++; f_new--
    :: else -> break
    od;
    f_new = NONE
}

#define FAULT_LOCALS byte f_old = NONE, f_new = NONE; bool f_copy = false
