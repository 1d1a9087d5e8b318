#define _GNU_SOURCE
#include "agent.h"

int resume_task(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return AGENT_USAGE;
}
