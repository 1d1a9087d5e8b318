/*
 * The command "storm PAGES": a process writes PAGES pages, forks, the child writes each of them, so that each is copied, and
 * exits. Prints "NAME NS" for populate, fork, write and exit.
 */
#define _GNU_SOURCE
#include "agent.h"
#include "child.h"
#include "memory.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the child tells the parent, through shared memory. */
struct times {
	uint64_t write_began;
	uint64_t write_ended;
};

/* If memory runs out after all, this process and its child go first and nothing else. */
static void offer_to_oom_killer(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, "1000", 4) != 4)
		fprintf(stderr, "cannot raise oom_score_adj\n");
	close(fd);
}

static int storm(size_t pages)
{
	struct times *times =
		mmap(NULL, sizeof(*times), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (times == MAP_FAILED)
		refuse("mmap");

	char *area = map_pages(pages);
	uint64_t populate_began = now_ns();

	write_pages(area, pages);

	uint64_t fork_began = now_ns();
	pid_t child = fork_child();

	if (child == 0) {
		times->write_began = now_ns();
		write_pages(area, pages);
		times->write_ended = now_ns();
		_exit(AGENT_OK);
	}

	uint64_t fork_ended = now_ns();
	int status = reap(child);
	uint64_t exit_ended = now_ns();

	if (status != 0) {
		fprintf(stderr, "the writing child was ended by signal %d\n", WTERMSIG(status));
		return AGENT_REFUSED;
	}
	printf("populate %llu\n", (unsigned long long)(fork_began - populate_began));
	printf("fork %llu\n", (unsigned long long)(fork_ended - fork_began));
	printf("write %llu\n", (unsigned long long)(times->write_ended - times->write_began));
	printf("exit %llu\n", (unsigned long long)(exit_ended - times->write_ended));
	if (fflush(stdout) != 0)
		refuse("stdout");
	return AGENT_OK;
}

int run_storm(int argc, char **argv)
{
	char *end = NULL;
	unsigned long pages = argc == 1 ? strtoul(argv[0], &end, 10) : 0;

	if (pages < 1 || pages > ULONG_MAX / PAGE_BYTES / 2 || *end != '\0') {
		fprintf(stderr, "usage: agent storm PAGES\n");
		return AGENT_USAGE;
	}
	if (!pages_are_4k())
		return AGENT_REFUSED;
	die_with(0);
	offer_to_oom_killer();
	return storm(pages);
}
