/*
 * The device and what stands between it and A's memory, for each of the three answers. The device only reads, but for KEEPS_PERMISSIONS.
 *
 * One step: a translation that the IOTLB, the mirror or VFIO's table has, and the access made with it. Real hardware may have a
 * translation in hand for longer, but an invalidation is complete only when the accesses that used the old translation are
 * (CMD_SYNC, VT-d's drain, UMR completion), so for an entry that can be invalidated the two are as good as one. A
 * walk of the CPU's table is a step of its own, which fills the IOTLB: an entry that is cleared between the walk and the access is
 * in use still, until the flush.
 *
 * stale counts accesses that touch another frame than A has there at that moment, also where A has none at that moment:
 * between clearing an entry and flushing the IOTLB an access by the IOTLB's entry counts.
 */

byte stale = 0;

#define COUNT_STALE(v, f) if :: (f) != PTE(A, v) -> stale++ :: else fi

#if BACKEND == UACCE

/* The IOMMU walks A's own table; the IOTLB holds what it found until it is told (uacce.md 2.5). */
byte iotlb[PAGES];
bool bound = true; /* the PASID has a table */

inline notify_start(p, v) { skip }
inline notify_end(p, v)   { skip }

/* mm.md 3.2: under the ptl, after the entry is cleared and before the new one is stored. The ablation tells nobody. */
inline flush_secondary(p, v) {
#ifdef WITHOUT_IOTLB_INVALIDATION
    skip
#else
    d_step {
        if
        :: p == A -> iotlb[v] = NONE
        :: else
        fi
    }
#endif
}

/*
 * KEEPS_PERMISSIONS: an entry has the right that it was filled with, and the device writes too. mm.md 3.8: a
 * reuse is told by the CPU's broadcast up to 5.11, which SVA needs there, and by the notifier from 6.6 on.
 *   WALKS_AGAIN   an entry that refuses is as good as none
 */
#ifdef KEEPS_PERMISSIONS
bool iotlb_write[PAGES];
byte done = 0; /* others that are through */
#define FILL(v) iotlb[v] = PTE(A, v); iotlb_write[v] = WRITABLE(A, v)
#define REFUSES(v) (iotlb[v] != NONE && !iotlb_write[v])
#define TABLE_ALLOWS(v) (PTE(A, v) != NONE && WRITABLE(A, v))

#if !defined(WALKS_AGAIN) && (KERNEL < 512 || KERNEL >= 606)
inline granted(p, v) { flush_secondary(p, v) }
#else
inline granted(p, v) { skip }
#endif

/*
 * A refused access is a fault, and what its handler finds is already right if somebody made it so; then the same comes again, and is
 * stalled if nobody is left who could change that. The SMMU need not have kept the entry, so it may be gone at any moment.
 */
inline device_write(v, value, register) {
    do
    :: atomic { iotlb[v] != NONE && iotlb_write[v] -> COUNT_STALE(v, iotlb[v]); content[iotlb[v]] = value; register = OK };
        break
    :: atomic { iotlb[v] == NONE && TABLE_ALLOWS(v) -> FILL(v) }
    :: atomic { REFUSES(v) -> iotlb[v] = NONE }
#ifndef WALKS_AGAIN
    :: atomic { REFUSES(v) && TABLE_ALLOWS(v) && done == 2 -> register = STALLED }; break
    :: atomic { REFUSES(v) || (iotlb[v] == NONE && !TABLE_ALLOWS(v)) -> mmap_read_lock(A) };
#else
    :: atomic { iotlb[v] == NONE && !TABLE_ALLOWS(v) -> mmap_read_lock(A) };
#endif
        handle_mm_fault(A, v, true);
        mmap_read_unlock(A)
    od
}
#else
#define FILL(v) iotlb[v] = PTE(A, v)
inline granted(p, v) { skip }
#endif

/* A miss that finds no entry is a page request; its handler asks only for what the device does, here to read (uacce.md 2.7). */
inline device_read(v, register) {
    do
    :: atomic { iotlb[v] != NONE -> COUNT_STALE(v, iotlb[v]); register = content[iotlb[v]] }; break
    :: atomic { iotlb[v] == NONE && bound && PTE(A, v) != NONE -> FILL(v) }
    :: atomic { iotlb[v] == NONE && !bound -> register = EFAULT }; break
    :: atomic { iotlb[v] == NONE && bound && PTE(A, v) == NONE -> mmap_read_lock(A) };
        if
        :: !VMA(A, v) -> mmap_read_unlock(A); register = EFAULT; break
        :: else
        fi;
        handle_mm_fault(A, v, false);
        mmap_read_unlock(A)
    od
}

#elif BACKEND == VFIO

/* The IOMMU walks a table of its own, and nobody tells it anything (vfio.md 2.4). Filled by MAP_DMA, with a pin. */
byte iova[PAGES];

inline notify_start(p, v)    { skip }
inline notify_end(p, v)      { skip }
inline flush_secondary(p, v) { skip }
inline granted(p, v)         { skip }

inline device_read(v, register) {
    atomic {
        if
        :: iova[v] != NONE -> COUNT_STALE(v, iova[v]); register = content[iova[v]]
        :: else -> register = EFAULT
        fi
    }
}

#else

/*
 * RDMA ODP: a mirror in the device, odp.md 2.1. One memory region over the buffer, registered by A.
 *   READ_ONLY_REGION   the region has no write right; otherwise mlx5 asks for write at every fault (odp.md 2.5)
 *   WITHOUT_SEQUENCE_CHECK   the ablation: what was found is entered, whatever came in between; read_begin waits as before
 */
#ifdef READ_ONLY_REGION
#define ASKS_WRITE false
#else
#define ASKS_WRITE true
#endif

byte mirror[PAGES];
bool umem_mutex;

inline lock_umem()   { atomic { !umem_mutex -> umem_mutex = true } }
inline unlock_umem() { umem_mutex = false }

#if KERNEL >= 505

/* mm.md 3.5: the interval notifier. seq is odd while a range that overlaps is being invalidated. */
byte seq = 2;
byte ranges = 0;
byte sub_seq = 1;

inline notify_start(p, v) {
    if
    :: p == A ->
        d_step { ranges++; seq = seq | 1 };
        lock_umem();
        sub_seq = seq;
        mirror[v] = NONE;
        unlock_umem()
    :: else
    fi
}

inline notify_end(p, v) {
    d_step {
        if
        :: p == A ->
            ranges--;
            if
            :: ranges == 0 && seq % 2 == 1 -> seq++
            :: else
            fi
        :: else
        fi
    }
}

inline read_begin() {
    d_snap = sub_seq;
    if
    :: d_snap == seq -> seq != d_snap
    :: else
    fi
}

#define READ_RETRY (sub_seq != d_snap)

#else

/* odp.md 2.3: counts and sequence of the umem; a fault that collides answers -EAGAIN, waits for the end, and is repeated. */
byte notifiers_count = 0;
byte notifiers_seq = 0;

inline notify_start(p, v) {
    if
    :: p == A ->
        lock_umem();
        notifiers_count++;
        unlock_umem();
        lock_umem();
        mirror[v] = NONE;
        unlock_umem()
    :: else
    fi
}

inline notify_end(p, v) {
    if
    :: p == A ->
        lock_umem();
        d_step { notifiers_seq++; notifiers_count-- };
        unlock_umem()
    :: else
    fi
}

/* The seq is read at once; to wait is what comes after -EAGAIN, and waiting before the next attempt is the same. */
inline read_begin() {
    notifiers_count == 0;
    d_snap = notifiers_seq
}

#define READ_RETRY (notifiers_count > 0 || notifiers_seq != d_snap)

#endif

inline granted(p, v) { skip }
inline flush_secondary(p, v) { skip } /* has no TLB that walks the CPU's table (mm.md 3.4) */

/*
 * What the fault finds in A's page table, faulting it in as the CPU would; d_found is NONE if A may not.
 * From 5.10 hmm_range_fault, which takes no reference; before that get_user_pages, which holds one until the page is
 * entered, and which on 5.8 asks for write even to read (mm.md 2.3, E2).
 */
#if ERA == 2
#define WANTS_WRITE true
#else
#define WANTS_WRITE ASKS_WRITE
#endif

inline find_page(v) {
    mmap_read_lock(A);
    do
    :: !VMA(A, v) -> d_found = NONE; break
    :: else ->
        lock_ptl(A);
        if
        :: PTE(A, v) != NONE && (!WANTS_WRITE || WRITABLE(A, v)) ->
            d_step {
                d_found = PTE(A, v);
#if KERNEL < 510
                if
                :: d_found > ZERO_PAGE -> refs[d_found]++
                :: else
                fi
#endif
            };
            unlock_ptl(A);
            break
        :: else ->
            unlock_ptl(A);
            handle_mm_fault(A, v, WANTS_WRITE)
        fi
    od;
    mmap_read_unlock(A)
}

inline forget_found() {
#if KERNEL < 510
    put_reference(d_found);
#endif
    d_found = NONE
}

inline device_read(v, register) {
    do
    :: atomic { mirror[v] != NONE -> COUNT_STALE(v, mirror[v]); register = content[mirror[v]] }; break
    :: else ->
        /* odp.md 2.1, the right-hand side, 3 to 8; resume makes the device repeat the access. */
        read_begin();
        find_page(v);
        if
        :: d_found == NONE -> register = EFAULT; break
        :: else ->
            lock_umem();
#ifndef WITHOUT_SEQUENCE_CHECK
            if
            :: READ_RETRY -> skip
            :: else -> mirror[v] = d_found
            fi;
#else
            mirror[v] = d_found;
#endif
            unlock_umem();
            forget_found();
            d_snap = 0
        fi
    od;
    d_snap = 0
}

#endif

#if BACKEND == ODP
#define DEVICE_LOCALS FAULT_LOCALS; byte d_snap = 0, d_found = NONE
#else
#define DEVICE_LOCALS FAULT_LOCALS
#endif
