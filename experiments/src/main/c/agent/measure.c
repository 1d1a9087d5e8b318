#define _GNU_SOURCE
#include "agent.h"

int run_measurements(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return AGENT_USAGE;
}
