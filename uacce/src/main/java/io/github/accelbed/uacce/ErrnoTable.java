package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import java.util.EnumMap;
import java.util.Map;

/** The errno table of drivers/misc/uacce/uacce.c, one column an era; a column says what differs from the one before it. */
final class ErrnoTable {
    /** 5.7: every bind failure is ENOMEM, since {@code uacce_mm_get} answers a null pointer and the cause is lost. */
    static final ErrnoTable P57 = new ErrnoTable(Map.ofEntries(
            Map.entry(UacceCase.OPEN_NO_MINOR, Errno.ENODEV),
            // There is no check: the era runs into freed memory. EINVAL stands for that (UNVERIFIED).
            Map.entry(UacceCase.OPEN_PARENT_GONE, Errno.EINVAL),
            Map.entry(UacceCase.OPEN_NO_MEMORY, Errno.ENOMEM),
            Map.entry(UacceCase.OPEN_NO_PASID, Errno.ENOMEM),
            Map.entry(UacceCase.OPEN_INVALID_PASID, Errno.ENOMEM),
            Map.entry(UacceCase.OPEN_NO_QUEUE, Errno.EBUSY),
            Map.entry(UacceCase.START_TWICE, Errno.EINVAL),
            Map.entry(UacceCase.START_ZOMBIE, Errno.EINVAL),
            Map.entry(UacceCase.START_REMOVED, Errno.EINVAL),
            Map.entry(UacceCase.START_WITHOUT_REGIONS, Errno.OK),
            Map.entry(UacceCase.PUT_ZOMBIE, Errno.OK),
            Map.entry(UacceCase.PUT_REMOVED, Errno.OK),
            Map.entry(UacceCase.MMAP_TWICE, Errno.EEXIST),
            Map.entry(UacceCase.MMAP_ZOMBIE, Errno.EINVAL),
            Map.entry(UacceCase.MMAP_REMOVED, Errno.EINVAL),
            Map.entry(UacceCase.MMAP_STARTED, Errno.OK),
            Map.entry(UacceCase.MMAP_BAD_OFFSET, Errno.EINVAL),
            Map.entry(UacceCase.MMAP_BAD_SIZE, Errno.EINVAL),
            Map.entry(UacceCase.MREMAP, Errno.OK),
            Map.entry(UacceCase.IOCTL_ZOMBIE, Errno.OK),
            Map.entry(UacceCase.IOCTL_REMOVED, Errno.OK),
            Map.entry(UacceCase.IOCTL_UNKNOWN, Errno.EINVAL),
            Map.entry(UacceCase.SET_QP_CTX_BAD_TYPE, Errno.EINVAL)));

    /**
     * The sixth posting: START_Q wants both regions, and they are mapped before it. What a second mmap answered is UNVERIFIED (EEXIST
     * came from its review), so is that bind failures kept their cause.
     */
    static final ErrnoTable V6 = P57.but(Map.of(
            UacceCase.OPEN_NO_PASID, Errno.ENOSPC,
            UacceCase.START_WITHOUT_REGIONS, Errno.EINVAL,
            UacceCase.MMAP_TWICE, Errno.EBUSY,
            UacceCase.MMAP_STARTED, Errno.EINVAL));

    /** 5.10: the bind's own errno reaches the caller, which for want of a PASID is ENOMEM too ({@code iommu_sva_alloc_pasid}). */
    static final ErrnoTable P510 = P57;

    /** 6.0: {@code uacce_queue_is_valid} refuses every call on a zombie. */
    static final ErrnoTable P60 = P510.but(Map.of(
            UacceCase.OPEN_INVALID_PASID, Errno.ENODEV,
            UacceCase.START_ZOMBIE, Errno.ENXIO,
            UacceCase.START_REMOVED, Errno.ENXIO,
            UacceCase.PUT_ZOMBIE, Errno.ENXIO,
            UacceCase.PUT_REMOVED, Errno.ENXIO,
            UacceCase.MMAP_ZOMBIE, Errno.ENXIO,
            UacceCase.MMAP_REMOVED, Errno.ENXIO,
            UacceCase.IOCTL_ZOMBIE, Errno.ENXIO,
            UacceCase.IOCTL_REMOVED, Errno.ENXIO));

    /** 6.4 (UNVERIFIED): an IDA gives out the PASIDs instead of the IOASID allocator, and its ENOSPC reaches the caller. */
    static final ErrnoTable P64 = P60.but(Map.of(UacceCase.OPEN_NO_PASID, Errno.ENOSPC));

    private final Map<UacceCase, Errno> answers;

    private ErrnoTable(Map<UacceCase, Errno> answers) {
        this.answers = Map.copyOf(answers);
    }

    Errno answer(UacceCase situation) {
        Errno errno = answers.get(situation);
        if (errno == null) {
            throw new IllegalArgumentException("no answer to " + situation);
        }
        return errno;
    }

    private ErrnoTable but(Map<UacceCase, Errno> changes) {
        Map<UacceCase, Errno> changed = new EnumMap<>(answers);
        changed.putAll(changes);
        return new ErrnoTable(changed);
    }
}
