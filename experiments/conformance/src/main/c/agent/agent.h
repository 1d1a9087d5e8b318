/*
 * The native agent: does on the running kernel what a scenario's steps say, and measures what the kernel's steps cost.
 *
 * It is built on the spot by the machine's cc and has one file for each thing that it does. Nothing here knows the
 * model; it only reports what the kernel answered.
 */
#ifndef ACCELBED_AGENT_H
#define ACCELBED_AGENT_H

#include <stddef.h>
#include <stdint.h>

enum { PAGE_BYTES = 4096 };

/* Exit codes of the agent, which its Java side knows. */
enum { AGENT_OK = 0, AGENT_USAGE = 2, AGENT_REFUSED = 3 };

/* Each answers the agent's exit code; args are those behind the command's name. */
int run_programs(int argc, char **argv);
int run_measurements(int argc, char **argv);
int run_storm(int argc, char **argv);

/* Where execve comes back to: a task of a program goes on in its new image. */
int resume_task(int argc, char **argv);

/* The first process of a kernel that was booted for the agent: sets the guest up, runs programs for its port, powers off. */
int run_guest(void) __attribute__((noreturn));

/* Ends the agent with AGENT_REFUSED and "what: strerror(errno)" on stderr: the machine does not let it work. */
void refuse(const char *what) __attribute__((noreturn));

/* CLOCK_MONOTONIC in nanoseconds. */
uint64_t now_ns(void);

#endif
