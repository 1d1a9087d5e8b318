/* Memory for measurements: private, anonymous, in pages of 4 KiB unless huge ones are asked for. */
#ifndef ACCELBED_MEMORY_H
#define ACCELBED_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

enum { HUGE_BYTES = 2 << 20 };

/* False, with a word on stderr, where pages are not of PAGE_BYTES. */
bool pages_are_4k(void);

/* Untouched pages, aligned to HUGE_BYTES so that page tables begin with them; the kernel is told not to use huge pages. */
char *map_pages(size_t pages);

void unmap_pages(char *start, size_t pages);

/* Writes one byte of each page: faults it in, or breaks its sharing. */
void write_pages(char *start, size_t pages);

#endif
