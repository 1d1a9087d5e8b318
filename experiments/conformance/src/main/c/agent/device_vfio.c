/*
 * A queue of VFIO's type1: one device with its container and group. The three descriptors have the same numbers in every task and go
 * the ways of descriptors: inherited by fork, dropped by execve unless told otherwise, closed by close. Each answer is that of the call.
 */
#define _GNU_SOURCE
#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* VFIO_DMA_MAP_FLAG_VADDR and VFIO_DMA_UNMAP_FLAG_VADDR, from Linux 5.12; older headers lack the names. */
enum { MAP_VADDR = 1 << 2, UNMAP_VADDR = 1 << 2 };

/* The next group that nobody has open. */
static int open_group(int queue, bool inherit)
{
	for (int i = 0; i < shared->devices; i++) {
		char path[64];
		int fd;

		snprintf(path, sizeof(path), "/dev/vfio/%d", shared->device[i].group);
		fd = open(path, O_RDWR | O_CLOEXEC);
		if (fd < 0 && errno == EBUSY)
			continue;
		shared->queue_device[queue] = i;
		return keep_descriptor(fd, queue, GROUP, inherit);
	}
	errno = EBUSY;
	return -1;
}

static int map(int queue, void *start, size_t bytes, uint64_t at, unsigned flags)
{
	struct vfio_iommu_type1_dma_map request = {
		.argsz = sizeof(request), .flags = flags, .vaddr = (uintptr_t)start, .iova = at, .size = bytes,
	};

	return ioctl(queue_descriptor(queue, CONTAINER), VFIO_IOMMU_MAP_DMA, &request);
}

static int set_up(int queue, bool inherit, int with)
{
	int container = with < 0 ? open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC) : dup(queue_descriptor(with, CONTAINER));
	int device;

	if (keep_descriptor(container, queue, CONTAINER, inherit) < 0 || open_group(queue, inherit) < 0)
		return -1;
	container = queue_descriptor(queue, CONTAINER);
	if (ioctl(queue_descriptor(queue, GROUP), VFIO_GROUP_SET_CONTAINER, &container) != 0)
		return -1;
	if (with < 0 && ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU) != 0)
		return -1;
	device = ioctl(queue_descriptor(queue, GROUP), VFIO_GROUP_GET_DEVICE_FD,
		       shared->device[shared->queue_device[queue]].name);
	if (keep_descriptor(device, queue, DEVICE, inherit) < 0 || enable_device(queue) != 0)
		return -1;
	if (with >= 0)
		return 0;
	return map(queue, shared->staging, sizeof(shared->staging), STAGING_IOVA,
		   VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE);
}

int vfio_open_named(int queue, bool inherit, int group, const char *name)
{
	char path[64];
	int container = open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC);

	snprintf(path, sizeof(path), "/dev/vfio/%d", group);
	if (keep_descriptor(container, queue, CONTAINER, inherit) >= 0 &&
	    keep_descriptor(open(path, O_RDWR | O_CLOEXEC), queue, GROUP, inherit) >= 0) {
		container = queue_descriptor(queue, CONTAINER);
		if (ioctl(queue_descriptor(queue, GROUP), VFIO_GROUP_SET_CONTAINER, &container) == 0 &&
		    ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU) == 0 &&
		    keep_descriptor(ioctl(queue_descriptor(queue, GROUP), VFIO_GROUP_GET_DEVICE_FD, name), queue, DEVICE,
				    inherit) >= 0)
			return 0;
	}
	close_descriptors(queue);
	return -1;
}

struct answer vfio_open(const int64_t *arg)
{
	int queue = (int)arg[0];

	if (set_up(queue, arg[1] != 0, (int)arg[2]) == 0)
		return answer_ok();
	close_descriptors(queue);
	return answer_errno(errno);
}

struct answer vfio_map(const int64_t *arg, char *start)
{
	unsigned flags = (arg[4] & 1 ? VFIO_DMA_MAP_FLAG_READ : 0) | (arg[4] & 2 ? VFIO_DMA_MAP_FLAG_WRITE : 0) |
			 (arg[4] & 4 ? MAP_VADDR : 0);

	return errno_of_call(map((int)arg[0], start, (size_t)arg[3] * PAGE_BYTES, queue_iova(arg[5], arg[6]), flags));
}

struct answer vfio_unmap(const int64_t *arg)
{
	struct vfio_iommu_type1_dma_unmap request = {
		.argsz = sizeof(request), .flags = arg[4] != 0 ? UNMAP_VADDR : 0, .iova = queue_iova(arg[1], arg[2]),
		.size = (uint64_t)arg[3] * PAGE_BYTES,
	};

	return errno_of_call(ioctl(queue_descriptor((int)arg[0], CONTAINER), VFIO_IOMMU_UNMAP_DMA, &request));
}

