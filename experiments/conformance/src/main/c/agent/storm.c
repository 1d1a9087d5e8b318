/*
 * The command "storm PAGES": a process writes PAGES pages, forks, the child writes each of them, so that each is copied, and
 * exits. Prints "NAME NS CPU_NS" for populate, fork, write and exit: by the clock on the wall, and what of it was this work.
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
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Both clocks at one moment; cpu is that of the process that looks. */
struct moment {
	uint64_t wall;
	uint64_t cpu;
};

/* What the child tells the parent, through shared memory. */
struct times {
	struct moment write_began;
	struct moment write_ended;
};

static struct moment now(void)
{
	struct timespec cpu;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
	return (struct moment){ now_ns(), (uint64_t)cpu.tv_sec * 1000000000u + (uint64_t)cpu.tv_nsec };
}

/* The moment of a reaped child's end; its last microseconds are rounded away. */
static struct moment end_of_child(void)
{
	struct rusage used;
	struct moment end = { now_ns(), 0 };

	getrusage(RUSAGE_CHILDREN, &used);
	end.cpu = ((uint64_t)used.ru_utime.tv_sec + (uint64_t)used.ru_stime.tv_sec) * 1000000000u +
		  ((uint64_t)used.ru_utime.tv_usec + (uint64_t)used.ru_stime.tv_usec) * 1000u;
	return end;
}

static void print_phase(const char *name, struct moment began, struct moment ended)
{
	printf("%s %llu %llu\n", name, (unsigned long long)(ended.wall - began.wall),
	       (unsigned long long)(ended.cpu > began.cpu ? ended.cpu - began.cpu : 0));
}

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
	struct moment populate_began = now();

	write_pages(area, pages);

	struct moment fork_began = now();
	pid_t child = fork_child();

	if (child == 0) {
		times->write_began = now();
		write_pages(area, pages);
		times->write_ended = now();
		_exit(AGENT_OK);
	}

	struct moment fork_ended = now();
	int status = reap(child);
	struct moment exit_ended = end_of_child();

	if (status != 0) {
		fprintf(stderr, "the writing child was ended by signal %d\n", WTERMSIG(status));
		return AGENT_REFUSED;
	}
	print_phase("populate", populate_began, fork_began);
	print_phase("fork", fork_began, fork_ended);
	print_phase("write", times->write_began, times->write_ended);
	print_phase("exit", times->write_ended, exit_ended);
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
