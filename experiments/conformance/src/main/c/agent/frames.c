/* Which physical page lies where, from /proc/PID/pagemap; the frame numbers are there for root only. */
#define _GNU_SOURCE
#include "agent.h"
#include "program.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGEMAP_PRESENT (UINT64_C(1) << 63)
#define PAGEMAP_FRAME ((UINT64_C(1) << 55) - 1)

/* Mapped once; the zero page is not said to be, since nobody counts its mappings. Shown to every user. */
#define PAGEMAP_EXCLUSIVE (UINT64_C(1) << 56)

static uint64_t first_frame;
static bool zero_page;

static uint64_t entry_of(int fd, const char *at)
{
	uint64_t entry = 0;

	if (pread(fd, &entry, sizeof(entry), (off_t)((uintptr_t)at / PAGE_BYTES * sizeof(entry))) != (ssize_t)sizeof(entry))
		return 0;
	return entry;
}

/*
 * Reading a page that was never written shows the frame of the zero page, or 0 if frames are not shown. A kernel built without it, or one that
 * forbids it to the process, gives the reader a page of its own.
 */
void frames_start(void)
{
	char *page = mmap(NULL, PAGE_BYTES, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = frames_open(getpid());

	if (page == MAP_FAILED)
		refuse("mmap");
	if (fd >= 0 && *(volatile char *)page == 0) {
		uint64_t entry = entry_of(fd, page);

		first_frame = entry & PAGEMAP_FRAME;
		zero_page = (entry & PAGEMAP_EXCLUSIVE) == 0;
	}
	if (fd >= 0)
		close(fd);
	munmap(page, PAGE_BYTES);
}

bool frames_visible(void)
{
	return first_frame != 0;
}

bool frames_zero_page(void)
{
	return zero_page;
}

int frames_open(pid_t pid)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/pagemap", (int)pid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* One word a page: '-' if it is not there, '0' for the zero page, else the frame in hex. */
void frames_print(int fd, int buffer, int pages)
{
	static uint64_t entries[MAX_PAGES];
	size_t bytes = (size_t)pages * sizeof(entries[0]);
	off_t at = (off_t)((uintptr_t)BUFFER_ADDRESS(buffer) / PAGE_BYTES * sizeof(entries[0]));
	ssize_t got = pread(fd, entries, bytes, at);

	for (int i = 0; i < pages; i++) {
		uint64_t frame = entries[i] & PAGEMAP_FRAME;

		if (i > 0)
			putchar(',');
		if (got != (ssize_t)bytes || (entries[i] & PAGEMAP_PRESENT) == 0)
			putchar('-');
		else if (zero_page && frame == first_frame)
			putchar('0');
		else
			printf("%" PRIx64, frame);
	}
}
