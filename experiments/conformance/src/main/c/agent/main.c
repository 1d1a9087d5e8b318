/* The agent's commands. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void refuse(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	_exit(AGENT_REFUSED);
}

uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(int argc, char **argv);
	} commands[] = {
		{ "run", run_programs },
		{ "measure", run_measurements },
		{ "storm", run_storm },
		{ "resume", resume_task },
	};

	if (getpid() == 1)
		return run_guest();
	for (size_t i = 0; argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 2, argv + 2);
	fprintf(stderr, "usage: agent run | measure | storm\n");
	return AGENT_USAGE;
}
