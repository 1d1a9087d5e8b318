package io.github.accelbed.uacce.idxd;

/** The two modes of a work queue ({@code wq->flags}, WQ_FLAG_DEDICATED). */
enum WqType {
    /** One queue for all clients; the PASID travels with each ENQCMD, which tells the program to try again while the queue is full. */
    SHARED,
    /** A queue for each client; the PASID stands in the queue's configuration, and nobody answers a MOVDIR64B. */
    DEDICATED
}
