package io.github.accelbed.model;

/** What an operation answers: success, an error number of Linux, or the signal of an access that is not allowed. */
public enum Errno {
    /** Success. */
    OK,
    /** Operation not permitted. */
    EPERM,
    /** No such object. */
    ENOENT,
    /** No such process. */
    ESRCH,
    /** The device does not answer. */
    EIO,
    /** No such device or address. */
    ENXIO,
    /** Bad file descriptor. */
    EBADF,
    /** Try again. */
    EAGAIN,
    /** Out of memory, or over a memory limit. */
    ENOMEM,
    /** Permission denied. */
    EACCES,
    /** Bad address. */
    EFAULT,
    /** Device or resource busy. */
    EBUSY,
    /** Object exists. */
    EEXIST,
    /** No such device. */
    ENODEV,
    /** Invalid argument. */
    EINVAL,
    /** Too many open files. */
    EMFILE,
    /** No space left. */
    ENOSPC,
    /** Argument list too long. */
    E2BIG,
    /** File descriptor in bad state. */
    EBADFD,
    /** Too many users. */
    EUSERS,
    /** Out of range. */
    ERANGE,
    /** Value too large. */
    EOVERFLOW,
    /** Operation not supported. */
    EOPNOTSUPP,
    /** Address in use. */
    EADDRINUSE,
    /** Interrupted. */
    EINTR,
    /** Segmentation violation: a CPU access that the address space does not allow. */
    SIGSEGV,
    /** Bus error: a CPU access that is mapped but cannot be served. */
    SIGBUS;

    /**
     * Whether this is success.
     *
     * @return true for {@link #OK}
     */
    public boolean ok() {
        return this == OK;
    }
}
