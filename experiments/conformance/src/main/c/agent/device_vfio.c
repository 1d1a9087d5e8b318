/*
 * A real device behind VFIO's type1: QEMU's "edu", whose DMA engine moves bytes between memory and a buffer of its own. A queue is
 * one such device with its container and group; the three descriptors have the same numbers in every task and go the ways of
 * descriptors: inherited by fork, dropped by execve unless told otherwise, closed by close. Each answer is that of the call.
 *
 * The device finds buffers at their addresses less BUFFER_ADDRESS(0), since its address registers are written as 32 bits. Registers
 * are reached by pread and pwrite: a mapping of them would keep the device open after the descriptor's close.
 */
#define _GNU_SOURCE
#include "agent.h"
#include "program.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/pci_regs.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DRIVER "/sys/bus/pci/drivers/vfio-pci"
#define EDU_VENDOR 0x1234

/* Registers of edu's DMA engine, and where its buffer is for it. */
enum { EDU_SOURCE = 0x80, EDU_DESTINATION = 0x88, EDU_COUNT = 0x90, EDU_COMMAND = 0x98, EDU_BUFFER = 0x40000 };
enum { EDU_RUN = 1, EDU_TO_MEMORY = 2 };

/* VFIO_DMA_MAP_FLAG_VADDR and VFIO_DMA_UNMAP_FLAG_VADDR, from Linux 5.12; older headers lack the names. */
enum { MAP_VADDR = 1 << 2, UNMAP_VADDR = 1 << 2 };

/* A transfer takes edu 100 ms. */
enum { DMA_TRIES = 2000, DMA_WAIT_US = 1000 };

/* Where the device finds the staging page and buffers. */
#define STAGING_IOVA UINT64_C(0x08000000)
#define BUFFERS_IOVA UINT64_C(0x10000000)

enum descriptor { CONTAINER, GROUP, DEVICE, DESCRIPTORS };

static int descriptor(int queue, enum descriptor which)
{
	return QUEUE_FD + queue * DESCRIPTORS + which;
}

static uint64_t iova(int64_t buffer, int64_t page)
{
	return BUFFERS_IOVA + (uint64_t)(BUFFER_ADDRESS(buffer) - BUFFER_ADDRESS(0)) + (uint64_t)page * PAGE_BYTES;
}

static struct answer errno_of(int result)
{
	return result >= 0 ? answer_ok() : answer_errno(errno);
}

int vfio_find_devices(void)
{
	DIR *bound = opendir(DRIVER);
	struct dirent *entry;

	shared->devices = 0;
	while (bound != NULL && shared->devices < MAX_DEVICES && (entry = readdir(bound)) != NULL) {
		struct device *device = &shared->device[shared->devices];
		char path[512];
		char group[256];
		ssize_t length;
		unsigned vendor = 0;
		FILE *file;

		snprintf(path, sizeof(path), DRIVER "/%s/vendor", entry->d_name);
		file = fopen(path, "re");
		if (file == NULL)
			continue;
		if (fscanf(file, "%x", &vendor) != 1)
			vendor = 0;
		fclose(file);
		snprintf(path, sizeof(path), DRIVER "/%s/iommu_group", entry->d_name);
		length = readlink(path, group, sizeof(group) - 1);
		if (vendor != EDU_VENDOR || length <= 0)
			continue;
		group[length] = '\0';
		snprintf(device->name, sizeof(device->name), "%.31s", entry->d_name);
		device->group = atoi(strrchr(group, '/') + 1);
		shared->devices++;
	}
	if (bound != NULL)
		closedir(bound);
	return shared->devices;
}

static void close_queue(int queue)
{
	int error = errno;

	for (int i = DESCRIPTORS - 1; i >= 0; i--)
		close(descriptor(queue, i));
	errno = error;
}

/* Moves a descriptor to where every task has it; closed if that fails. */
static int keep(int fd, int queue, enum descriptor which, bool inherit)
{
	int kept;

	if (fd < 0)
		return -1;
	kept = dup3(fd, descriptor(queue, which), inherit ? 0 : O_CLOEXEC);
	close(fd);
	return kept;
}

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
		return keep(fd, queue, GROUP, inherit);
	}
	errno = EBUSY;
	return -1;
}

static uint64_t region(int queue, unsigned index)
{
	struct vfio_region_info info = { .argsz = sizeof(info), .index = index };

	return ioctl(descriptor(queue, DEVICE), VFIO_DEVICE_GET_REGION_INFO, &info) == 0 ? info.offset : 0;
}

/* The device decodes its registers and may do DMA. */
static int enable(int queue)
{
	uint16_t command = PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER;
	off_t at = (off_t)region(queue, VFIO_PCI_CONFIG_REGION_INDEX) + PCI_COMMAND;

	return pwrite(descriptor(queue, DEVICE), &command, sizeof(command), at) == sizeof(command) ? 0 : -1;
}

static int map(int queue, void *start, size_t bytes, uint64_t at, unsigned flags)
{
	struct vfio_iommu_type1_dma_map request = {
		.argsz = sizeof(request), .flags = flags, .vaddr = (uintptr_t)start, .iova = at, .size = bytes,
	};

	return ioctl(descriptor(queue, CONTAINER), VFIO_IOMMU_MAP_DMA, &request);
}

static int set_up(int queue, bool inherit, int with)
{
	int container = with < 0 ? open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC) : dup(descriptor(with, CONTAINER));
	int device;

	if (keep(container, queue, CONTAINER, inherit) < 0 || open_group(queue, inherit) < 0)
		return -1;
	container = descriptor(queue, CONTAINER);
	if (ioctl(descriptor(queue, GROUP), VFIO_GROUP_SET_CONTAINER, &container) != 0)
		return -1;
	if (with < 0 && ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU) != 0)
		return -1;
	device = ioctl(descriptor(queue, GROUP), VFIO_GROUP_GET_DEVICE_FD,
		       shared->device[shared->queue_device[queue]].name);
	if (keep(device, queue, DEVICE, inherit) < 0 || enable(queue) != 0)
		return -1;
	if (with >= 0)
		return 0;
	return map(queue, shared->staging, sizeof(shared->staging), STAGING_IOVA,
		   VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE);
}

struct answer vfio_open(const int64_t *arg)
{
	int queue = (int)arg[0];

	if (set_up(queue, arg[1] != 0, (int)arg[2]) == 0)
		return answer_ok();
	close_queue(queue);
	return answer_errno(errno);
}

struct answer vfio_close(const int64_t *arg)
{
	int queue = (int)arg[0];
	bool raw = arg[1] != 0;
	bool any = false;

	for (int i = DEVICE; i >= (raw ? DEVICE : CONTAINER); i--)
		any |= close(descriptor(queue, i)) == 0;
	return any ? answer_ok() : answer_errno(EBADF);
}

struct answer vfio_map(const int64_t *arg, char *start)
{
	unsigned flags = (arg[4] & 1 ? VFIO_DMA_MAP_FLAG_READ : 0) | (arg[4] & 2 ? VFIO_DMA_MAP_FLAG_WRITE : 0) |
			 (arg[4] & 4 ? MAP_VADDR : 0);

	return errno_of(map((int)arg[0], start, (size_t)arg[3] * PAGE_BYTES, iova(arg[5], arg[6]), flags));
}

struct answer vfio_unmap(const int64_t *arg)
{
	struct vfio_iommu_type1_dma_unmap request = {
		.argsz = sizeof(request), .flags = arg[4] != 0 ? UNMAP_VADDR : 0, .iova = iova(arg[1], arg[2]),
		.size = (uint64_t)arg[3] * PAGE_BYTES,
	};

	return errno_of(ioctl(descriptor((int)arg[0], CONTAINER), VFIO_IOMMU_UNMAP_DMA, &request));
}

/* How often the IOMMU has raised its fault interrupt: it reports each access that it refuses, and the device is told nothing. */
static uint64_t refusals(void)
{
	FILE *interrupts = fopen("/proc/interrupts", "re");
	char line[512];
	uint64_t count = 0;

	while (interrupts != NULL && fgets(line, sizeof(line), interrupts) != NULL) {
		unsigned long long here;

		if (strstr(line, "dmar") != NULL && sscanf(line, "%*s %llu", &here) == 1)
			count += here;
	}
	if (interrupts != NULL)
		fclose(interrupts);
	return count;
}

static bool set_register(int queue, off_t at, uint32_t value)
{
	return pwrite(descriptor(queue, DEVICE), &value, sizeof(value), at) == sizeof(value);
}

/* A transfer of a value between memory and the device's buffer: EFAULT if the IOMMU refused it, EIO if the device does not do it. */
static int try_transfer(int queue, uint64_t memory, bool to_memory)
{
	off_t bar = (off_t)region(queue, VFIO_PCI_BAR0_REGION_INDEX);
	uint64_t before = refusals();
	uint32_t command = EDU_RUN | (to_memory ? EDU_TO_MEMORY : 0);

	if (!set_register(queue, bar + EDU_SOURCE, to_memory ? EDU_BUFFER : (uint32_t)memory) ||
	    !set_register(queue, bar + EDU_DESTINATION, to_memory ? (uint32_t)memory : EDU_BUFFER) ||
	    !set_register(queue, bar + EDU_COUNT, sizeof(uint64_t)) || !set_register(queue, bar + EDU_COMMAND, command))
		return EIO;
	for (int i = 0; i < DMA_TRIES && (command & EDU_RUN) != 0; i++) {
		usleep(DMA_WAIT_US);
		if (pread(descriptor(queue, DEVICE), &command, sizeof(command), bar + EDU_COMMAND) != sizeof(command))
			return EIO;
	}
	if ((command & EDU_RUN) != 0)
		return EIO;
	return refusals() == before ? 0 : EFAULT;
}

/* A report that the IOMMU makes of something else just then is no refusal: what is refused is refused again. */
static int transfer(int queue, uint64_t memory, bool to_memory)
{
	int error = try_transfer(queue, memory, to_memory);

	if (error != EFAULT)
		return error;
	error = try_transfer(queue, memory, to_memory);
	if (error == 0)
		fprintf(stderr, "accelbed: the IOMMU refused an access once, and took it when it was repeated\n");
	return error;
}

/* The device loads what is at an address, and its copy comes back through the staging page. */
static int get(int queue, uint64_t at, uint64_t *value)
{
	int error = transfer(queue, at, false);

	if (error == 0 && transfer(queue, STAGING_IOVA, true) != 0)
		error = EIO;
	*value = *(volatile uint64_t *)shared->staging;
	return error;
}

static int put(int queue, uint64_t at, uint64_t value)
{
	*(volatile uint64_t *)shared->staging = value;
	return transfer(queue, STAGING_IOVA, false) != 0 ? EIO : transfer(queue, at, true);
}

/*
 * QEMU's IOMMU drops a store without a report if it has the address cached as one for loads only. So the opposite is stored first: if
 * it is not there then, the store was refused.
 */
static int put_seen(int queue, uint64_t at, uint64_t value)
{
	uint64_t seen;
	int error = put(queue, at, ~value);

	if (error == 0)
		error = get(queue, at, &seen);
	if (error == 0 && seen != ~value)
		error = EFAULT;
	return error == 0 ? put(queue, at, value) : error;
}

struct answer vfio_load(int queue, int64_t buffer, int64_t page)
{
	uint64_t value;
	int error = get(queue, iova(buffer, page), &value);

	return error == 0 ? answer_value(value) : answer_errno(error);
}

struct answer vfio_store(int queue, int64_t buffer, int64_t page, uint64_t value)
{
	int error = put_seen(queue, iova(buffer, page), value);

	return error == 0 ? answer_ok() : answer_errno(error);
}

/* A value a page. */
struct answer vfio_copy(int queue, const int64_t *arg)
{
	for (int64_t i = 0; i < arg[4]; i++) {
		uint64_t value;
		int error = get(queue, iova(arg[0], arg[1] + i), &value);

		if (error == 0)
			error = put_seen(queue, iova(arg[2], arg[3] + i), value);
		if (error != 0)
			return answer_errno(error);
	}
	return answer_ok();
}
