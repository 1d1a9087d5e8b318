#define _GNU_SOURCE
#include "child.h"
#include "agent.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void die_with(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		refuse("prctl PR_SET_PDEATHSIG");
	/* It may have ended before the kernel knew of the wish. */
	if (parent != 0 && getppid() != parent)
		_exit(AGENT_REFUSED);
}

pid_t fork_child(void)
{
	pid_t parent = getpid();
	pid_t child = fork();

	if (child < 0)
		refuse("fork");
	if (child == 0)
		die_with(parent);
	return child;
}

int reap(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			refuse("waitpid");
	return status;
}

void end_child(pid_t child)
{
	kill(child, SIGKILL);
	reap(child);
}
