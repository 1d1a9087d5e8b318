/* What queues of real devices share, however their device was handed out. */
#ifndef ACCELBED_DEVICE_H
#define ACCELBED_DEVICE_H

#include "agent.h"
#include "program.h"

#include <errno.h>

/* Where the device finds the staging page. */
#define STAGING_IOVA UINT64_C(0x08000000)

/* A queue's descriptors; CONTAINER is the iommufd where there is one, and then there is no GROUP. A queue of uacce or RDMA has but one. */
enum queue_descriptor { CONTAINER, GROUP, DEVICE, ONLY = CONTAINER };

/* device.c */
int queue_descriptor(int queue, enum queue_descriptor which);
/* Moves a descriptor to where every task has it; closed if that fails. */
int keep_descriptor(int fd, int queue, enum queue_descriptor which, bool inherit);

/* device_edu.c */
/* Where the device finds a page of a buffer. */
uint64_t queue_iova(int64_t buffer, int64_t page);
void close_descriptors(int queue);
/* The device decodes its registers and may do DMA. */
int enable_device(int queue);

/* device_vfio.c: container, group and device of a known name; 0, or -1 with errno and nothing left open. */
int vfio_open_named(int queue, bool inherit, int group, const char *name);

static inline struct answer errno_of_call(int result)
{
	return result >= 0 ? answer_ok() : answer_errno(errno);
}

#endif
