#define _GNU_SOURCE
#include "memory.h"
#include "agent.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

bool pages_are_4k(void)
{
	long bytes = sysconf(_SC_PAGESIZE);

	if (bytes == PAGE_BYTES)
		return true;
	fprintf(stderr, "this kernel's pages have %ld bytes, and prices are for pages of %d\n", bytes, PAGE_BYTES);
	return false;
}

char *map_pages(size_t pages)
{
	size_t wanted = pages * PAGE_BYTES;
	size_t mapped = wanted + HUGE_BYTES;
	char *raw = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (raw == MAP_FAILED)
		refuse("mmap");

	size_t before = -(uintptr_t)raw % HUGE_BYTES;
	char *start = raw + before;

	if (before > 0)
		munmap(raw, before);
	munmap(start + wanted, mapped - before - wanted);
	/* Fails only where the kernel has no transparent huge pages, and then there is nothing to forbid. */
	madvise(start, wanted, MADV_NOHUGEPAGE);
	return start;
}

void unmap_pages(char *start, size_t pages)
{
	if (munmap(start, pages * PAGE_BYTES) != 0)
		refuse("munmap");
}

void write_pages(char *start, size_t pages)
{
	for (size_t i = 0; i < pages; i++)
		((volatile char *)start)[i * PAGE_BYTES] = (char)i;
}
