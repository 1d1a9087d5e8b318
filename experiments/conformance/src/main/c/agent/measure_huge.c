/* Transparent huge pages, if the machine gives any. */
#define _GNU_SOURCE
#include "agent.h"
#include "child.h"
#include "measure.h"
#include "memory.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { COW_HUGE = 8, FORK_HUGE = 64, HUGE_PAGES = HUGE_BYTES / PAGE_BYTES };

static const char none[] = "no transparent huge page came (/sys/kernel/mm/transparent_hugepage/enabled, or memory is too fragmented)";

/* Huge pages that are mapped as such by this process. */
static size_t mapped_huge(void)
{
	FILE *rollup = fopen("/proc/self/smaps_rollup", "re");
	char line[256];
	size_t kib = 0;

	if (rollup == NULL)
		return 0;
	while (fgets(line, sizeof(line), rollup) != NULL)
		if (sscanf(line, "AnonHugePages: %zu kB", &kib) == 1)
			break;
	fclose(rollup);
	return kib * 1024 / HUGE_BYTES;
}

static void write_huge(char *start, size_t count)
{
	for (size_t i = 0; i < count; i++)
		((volatile char *)start)[i * HUGE_BYTES] = (char)i;
}

/* Written huge pages, or NULL if they did not come. */
static char *map_huge(size_t count)
{
	char *area = map_pages(count * HUGE_PAGES);

	if (madvise(area, count * HUGE_BYTES, MADV_HUGEPAGE) == 0) {
		write_huge(area, count);
		if (mapped_huge() >= count)
			return area;
	}
	unmap_pages(area, count * HUGE_PAGES);
	return NULL;
}

void measure_huge_cow_fault(const struct rounds *rounds)
{
	const char *key = "cpu-cow-fault-huge";

	for_each_round(round, rounds) {
		char *area = map_huge(COW_HUGE);

		if (area == NULL) {
			skip(key, none);
			return;
		}

		pid_t child = fork_child();

		if (child == 0)
			for (;;)
				pause();

		uint64_t start = now_ns();

		write_huge(area, COW_HUGE);

		uint64_t end = now_ns();

		end_child(child);
		if (mapped_huge() < COW_HUGE) {
			skip(key, "this kernel splits a shared huge page on write and copies 4 KiB of it");
			return;
		}
		sample(rounds, round, key, COW_HUGE, end - start);
		unmap_pages(area, COW_HUGE * HUGE_PAGES);
	}
}

void measure_fork_of_huge(const struct rounds *rounds)
{
	const char *key = "fork-per-huge-page";
	char *area = map_huge(FORK_HUGE);

	if (area == NULL) {
		skip(key, none);
		return;
	}
	measure_fork_of(rounds, key, area, FORK_HUGE, HUGE_BYTES);
}
