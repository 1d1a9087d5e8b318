/*
 * QEMU's "edu", a PCI device whose DMA engine moves bytes between memory and a buffer of its own. It is behind an IOMMU and is handed out
 * by VFIO, to a container (device_vfio.c) or to an iommufd (device_iommufd.c); both give a descriptor of the device, through which its
 * registers are reached by pread and pwrite: a mapping of them would keep the device open after the descriptor's close.
 *
 * The device finds buffers at their addresses less BUFFER_ADDRESS(0), since its address registers are written as 32 bits.
 */
#define _GNU_SOURCE
#include "device.h"

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

/* A transfer takes edu 100 ms. */
enum { DMA_US = 100000, DMA_TRIES = 1000, DMA_WAIT_US = 1000 };

#define BUFFERS_IOVA UINT64_C(0x10000000)

uint64_t queue_iova(int64_t buffer, int64_t page)
{
	return BUFFERS_IOVA + (uint64_t)(BUFFER_ADDRESS(buffer) - BUFFER_ADDRESS(0)) + (uint64_t)page * PAGE_BYTES;
}

/* The X of /dev/vfio/devices/vfioX, or -1 where the kernel has no such nodes. */
static int node_of(const char *device)
{
	char path[512];
	DIR *nodes;
	struct dirent *entry;
	int node = -1;

	snprintf(path, sizeof(path), DRIVER "/%s/vfio-dev", device);
	nodes = opendir(path);
	while (nodes != NULL && node < 0 && (entry = readdir(nodes)) != NULL)
		if (sscanf(entry->d_name, "vfio%d", &node) != 1)
			node = -1;
	if (nodes != NULL)
		closedir(nodes);
	return node;
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
		device->node = node_of(entry->d_name);
		shared->devices++;
	}
	if (bound != NULL)
		closedir(bound);
	return shared->devices;
}

void close_descriptors(int queue)
{
	int error = errno;

	for (int i = QUEUE_DESCRIPTORS - 1; i >= 0; i--)
		close(queue_descriptor(queue, i));
	errno = error;
}

static uint64_t region(int queue, unsigned index)
{
	struct vfio_region_info info = { .argsz = sizeof(info), .index = index };

	return ioctl(queue_descriptor(queue, DEVICE), VFIO_DEVICE_GET_REGION_INFO, &info) == 0 ? info.offset : 0;
}

/* The device decodes its registers and may do DMA. */
int enable_device(int queue)
{
	uint16_t command = PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER;
	off_t at = (off_t)region(queue, VFIO_PCI_CONFIG_REGION_INDEX) + PCI_COMMAND;

	return pwrite(queue_descriptor(queue, DEVICE), &command, sizeof(command), at) == sizeof(command) ? 0 : -1;
}

struct answer vfio_close(const int64_t *arg)
{
	int queue = (int)arg[0];
	bool raw = arg[1] != 0;
	bool any = false;

	for (int i = DEVICE; i >= (raw ? DEVICE : CONTAINER); i--)
		any |= close(queue_descriptor(queue, i)) == 0;
	return any ? answer_ok() : answer_errno(EBADF);
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
	return pwrite(queue_descriptor(queue, DEVICE), &value, sizeof(value), at) == sizeof(value);
}

/* A transfer of a value between memory and the device's buffer: EFAULT if the IOMMU refused it, EIO if the device does not do it. */
static int transfer(int queue, uint64_t memory, bool to_memory)
{
	off_t bar = (off_t)region(queue, VFIO_PCI_BAR0_REGION_INDEX);
	uint64_t before = refusals();
	uint32_t command = EDU_RUN | (to_memory ? EDU_TO_MEMORY : 0);

	if (!set_register(queue, bar + EDU_SOURCE, to_memory ? EDU_BUFFER : (uint32_t)memory) ||
	    !set_register(queue, bar + EDU_DESTINATION, to_memory ? (uint32_t)memory : EDU_BUFFER) ||
	    !set_register(queue, bar + EDU_COUNT, sizeof(uint64_t)) || !set_register(queue, bar + EDU_COMMAND, command))
		return EIO;
	usleep(DMA_US);
	for (int i = 0; i < DMA_TRIES && (command & EDU_RUN) != 0; i++) {
		if (pread(queue_descriptor(queue, DEVICE), &command, sizeof(command), bar + EDU_COMMAND) != sizeof(command))
			return EIO;
		if ((command & EDU_RUN) != 0)
			usleep(DMA_WAIT_US);
	}
	if ((command & EDU_RUN) != 0)
		return EIO;
	return refusals() == before ? 0 : EFAULT;
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
	int error = get(queue, queue_iova(buffer, page), &value);

	return error == 0 ? answer_value(value) : answer_errno(error);
}

struct answer vfio_store(int queue, int64_t buffer, int64_t page, uint64_t value)
{
	int error = put_seen(queue, queue_iova(buffer, page), value);

	return error == 0 ? answer_ok() : answer_errno(error);
}

/* A value a page. */
struct answer vfio_copy(int queue, const int64_t *arg)
{
	for (int64_t i = 0; i < arg[4]; i++) {
		uint64_t value;
		int error = get(queue, queue_iova(arg[0], arg[1] + i), &value);

		if (error == 0)
			error = put_seen(queue, queue_iova(arg[2], arg[3] + i), value);
		if (error != 0)
			return answer_errno(error);
	}
	return answer_ok();
}
