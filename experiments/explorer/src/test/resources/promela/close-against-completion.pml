/*
 * races/close-against-completion: A closes the queue while the device works on two jobs, one on a page that is there and one on
 * a page that nobody has touched.
 *
 * Rests on: uacce.md 2.1 (release: stop and put, then unbind, then free; the sixth posting, which stands for uacce up to 5.6, stops,
 * unbinds and then puts, which no job can tell), 4.2 (mark STOP first, then drain), 4.4 (close against
 * completion); vfio.md 2.5 (device fd first, so the queue stops; the last user of the container unmaps and unpins after the
 * IOTLB sync); odp.md 2.9 (deregistration: key out of the table, wait for running faults, destroy), docs/scenario-language.md (RDMA closes
 * QP, regions, context in this order; a closed queue answers EIO).
 *
 * A job is accepted in one step, the step in which the device sees the doorbell: before STOP it is accepted, after it the
 * answer is EIO. uacce's and VFIO's drain waits for accepted jobs (both stop the same hardware queue); a QP that is destroyed
 * flushes the jobs that it has not finished, and a fault that is running for such a job answers to nobody.
 *
 * Left out: the drain's bound of 0.1 to 0.2 s, the munmap of the queue's own regions (no anonymous page in them, and the device
 * needs no process to ring it), the fds' and the devices' locks (one close only), RLIMIT_MEMLOCK.
 */
#define PAGES 2
#include "words.pml"
#include "linux-mm.pml"
#include "device.pml"

byte r0, r1;

bool started = true;
byte in_flight = 0;
bool queue_held = true;
byte faults_running = 0; /* ODP */

/* device_read with the queue around it. For ODP a job that is not done when the QP goes is flushed. */
inline job(v, register) {
    if
    :: atomic { started -> in_flight++ };
#if BACKEND == ODP
        do
        :: atomic {
                !started ->
                register = EIO;
                in_flight--
            };
            break
        :: atomic {
                started && mirror[v] != NONE ->
                COUNT_STALE(v, mirror[v]);
                register = content[mirror[v]];
                in_flight--
            };
            break
        :: atomic { started && mirror[v] == NONE -> faults_running++ };
            read_begin();
            find_page(v);
            if
            :: d_found == NONE -> skip
            :: else ->
                lock_umem();
                if
                :: READ_RETRY -> skip
                :: else -> mirror[v] = d_found
                fi;
                unlock_umem();
                forget_found()
            fi;
            d_snap = 0;
            faults_running--
        od
#else
        device_read(v, register);
        in_flight--
#endif
    :: else -> register = EIO
    fi
}

inline stop_and_drain() {
    started = false;
    in_flight == 0;
    queue_held = false
}

proctype owner() {
    FAULT_LOCALS;
#if BACKEND == UACCE
    stop_and_drain();
    bound = false;
    d_step { iotlb[0] = NONE; iotlb[1] = NONE };
#elif BACKEND == VFIO
    stop_and_drain();
    f_old = iova[0];
    f_new = iova[1];
    iova[0] = NONE;
    iova[1] = NONE;
    d_step { pins[f_old]--; pins[f_new]--; f_old = NONE; f_new = NONE }
#else
    started = false;
    queue_held = false;
    faults_running == 0;
    lock_umem();
    d_step { mirror[0] = NONE; mirror[1] = NONE };
    unlock_umem()
#endif
}

proctype device() {
    DEVICE_LOCALS;
    job(0, r0);
    job(1, r1)
}

init {
    DEVICE_LOCALS;
    boot();
    VMA(A, 0) = true;
    VMA(A, 1) = true;
    cpu_write(A, 0, DATA);
#if BACKEND == VFIO
    /* MAP_DMA faults in and pins every page, for writing. */
    mmap_read_lock(A);
    handle_mm_fault(A, 1, true);
    mmap_read_unlock(A);
    iova[0] = PTE(A, 0);
    pins[PTE(A, 0)]++;
    iova[1] = PTE(A, 1);
    pins[PTE(A, 1)]++;
#elif BACKEND == ODP
    mirror[0] = PTE(A, 0); /* pages that are there at registration are entered (odp.md 1.3) */
#endif
    atomic { run owner(); run device() };
    _nr_pr == 1;
    assert(!queue_held && in_flight == 0 && pins[PTE(A, 0)] == 0);
    c_code {
        sprintf(outcome, "r0=%s r1=%s stale=%d", word[now.r0], word[now.r1], now.stale);
        now.unlisted = tell(outcome);
    };
    assert(!unlisted)
}
