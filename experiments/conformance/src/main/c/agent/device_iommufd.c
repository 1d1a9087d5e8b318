/*
 * A queue of iommufd: one device by its own node, bound to an iommufd and attached to an address space in it. Its descriptors go the ways
 * of descriptors, as those of type1 do (device_vfio.c). The calls are from Linux 6.2 and 6.6, and headers may lack their names.
 */
#define _GNU_SOURCE
#include "device.h"

#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define IOMMUFD "/dev/iommu"

/* Calls have the numbers of VFIO's class; VFIO_DEVICE_BIND_IOMMUFD and VFIO_DEVICE_ATTACH_IOMMUFD_PT are calls of the device. */
#define IOAS_ALLOC _IO(VFIO_TYPE, 0x81)
#define IOAS_MAP _IO(VFIO_TYPE, 0x85)
#define IOAS_UNMAP _IO(VFIO_TYPE, 0x86)
#define BIND _IO(VFIO_TYPE, VFIO_BASE + 18)
#define ATTACH _IO(VFIO_TYPE, VFIO_BASE + 19)

enum { MAP_AT_IOVA = 1, MAP_WRITEABLE = 2, MAP_READABLE = 4 };

struct ioas_alloc {
	uint32_t size;
	uint32_t flags;
	uint32_t ioas;
};

struct ioas_map {
	uint32_t size;
	uint32_t flags;
	uint32_t ioas;
	uint32_t reserved;
	uint64_t start;
	uint64_t bytes;
	uint64_t iova;
};

struct ioas_unmap {
	uint32_t size;
	uint32_t ioas;
	uint64_t iova;
	uint64_t bytes;
};

struct bind {
	uint32_t size;
	uint32_t flags;
	int32_t iommufd;
	uint32_t device;
};

struct attach {
	uint32_t size;
	uint32_t flags;
	uint32_t page_table;
};

bool iommufd_there(void)
{
	return access(IOMMUFD, R_OK | W_OK) == 0 && shared->devices > 0 && shared->device[0].node >= 0;
}

/* The next device that nobody has bound; all may open its node. */
static int bind_next(int queue, bool inherit)
{
	struct bind request = { .size = sizeof(request), .iommufd = queue_descriptor(queue, CONTAINER) };

	for (int i = 0; i < shared->devices; i++) {
		char path[64];
		int fd;

		snprintf(path, sizeof(path), "/dev/vfio/devices/vfio%d", shared->device[i].node);
		fd = open(path, O_RDWR | O_CLOEXEC);
		if (fd < 0)
			return -1;
		if (ioctl(fd, BIND, &request) == 0)
			return keep_descriptor(fd, queue, DEVICE, inherit);
		close(fd);
	}
	errno = EBUSY;
	return -1;
}

static int map(int queue, void *start, size_t bytes, uint64_t at, unsigned flags)
{
	struct ioas_map request = {
		.size = sizeof(request), .flags = flags | MAP_AT_IOVA, .ioas = shared->queue_ioas[queue],
		.start = (uintptr_t)start, .bytes = bytes, .iova = at,
	};

	return ioctl(queue_descriptor(queue, CONTAINER), IOAS_MAP, &request);
}

static int set_up(int queue, bool inherit, int with)
{
	struct ioas_alloc alloc = { .size = sizeof(alloc) };
	struct attach attach = { .size = sizeof(attach) };
	int iommufd = with < 0 ? open(IOMMUFD, O_RDWR | O_CLOEXEC) : dup(queue_descriptor(with, CONTAINER));

	if (keep_descriptor(iommufd, queue, CONTAINER, inherit) < 0 || bind_next(queue, inherit) < 0)
		return -1;
	if (with < 0 && ioctl(queue_descriptor(queue, CONTAINER), IOAS_ALLOC, &alloc) != 0)
		return -1;
	shared->queue_ioas[queue] = with < 0 ? alloc.ioas : shared->queue_ioas[with];
	attach.page_table = shared->queue_ioas[queue];
	if (ioctl(queue_descriptor(queue, DEVICE), ATTACH, &attach) != 0 || enable_device(queue) != 0)
		return -1;
	if (with >= 0)
		return 0;
	return map(queue, shared->staging, sizeof(shared->staging), STAGING_IOVA, MAP_READABLE | MAP_WRITEABLE);
}

struct answer iommufd_open(const int64_t *arg)
{
	int queue = (int)arg[0];

	if (set_up(queue, arg[1] != 0, (int)arg[2]) == 0)
		return answer_ok();
	close_descriptors(queue);
	return answer_errno(errno);
}

struct answer iommufd_map(const int64_t *arg, char *start)
{
	unsigned flags = (arg[4] & 1 ? MAP_READABLE : 0) | (arg[4] & 2 ? MAP_WRITEABLE : 0);

	return errno_of_call(map((int)arg[0], start, (size_t)arg[3] * PAGE_BYTES, queue_iova(arg[5], arg[6]), flags));
}

struct answer iommufd_unmap(const int64_t *arg)
{
	struct ioas_unmap request = {
		.size = sizeof(request), .ioas = shared->queue_ioas[arg[0]], .iova = queue_iova(arg[1], arg[2]),
		.bytes = (uint64_t)arg[3] * PAGE_BYTES,
	};

	return errno_of_call(ioctl(queue_descriptor((int)arg[0], CONTAINER), IOAS_UNMAP, &request));
}
