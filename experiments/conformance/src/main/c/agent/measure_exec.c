/*
 * execve without what a program's own start costs (dynamic linking, a C library) and without a process to wait for: a tiny
 * image replaces itself as often as it has arguments. x is the number of execve calls, so the slope is the price.
 */
#define _GNU_SOURCE
#include "agent.h"
#include "child.h"
#include "measure.h"

#include <elf.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* argv[0] is the image's own path: execve(argv[0], argv + 1, NULL) while there is another one, then exit(0). */
#if defined(__x86_64__)
enum { MACHINE = EM_X86_64 };
__asm__(".pushsection .rodata\n"
	"image_code:\n"
	"	xor %edi, %edi\n"
	"	cmpq $1, (%rsp)\n"
	"	je 1f\n"
	"	mov 8(%rsp), %rdi\n"
	"	lea 16(%rsp), %rsi\n"
	"	xor %edx, %edx\n"
	"	mov $59, %eax\n"
	"	syscall\n"
	"	mov $1, %edi\n"
	"1:	mov $60, %eax\n"
	"	syscall\n"
	"image_end:\n"
	".popsection\n");
#elif defined(__aarch64__)
enum { MACHINE = EM_AARCH64 };
__asm__(".pushsection .rodata\n"
	".balign 4\n"
	"image_code:\n"
	"	ldr x3, [sp]\n"
	"	mov x0, #0\n"
	"	cmp x3, #1\n"
	"	b.eq 1f\n"
	"	ldr x0, [sp, #8]\n"
	"	add x1, sp, #16\n"
	"	mov x2, #0\n"
	"	mov x8, #221\n"
	"	svc #0\n"
	"	mov x0, #1\n"
	"1:	mov x8, #93\n"
	"	svc #0\n"
	"image_end:\n"
	".popsection\n");
#else
enum { MACHINE = EM_NONE };
__asm__(".pushsection .rodata\n"
	"image_code:\n"
	"image_end:\n"
	".popsection\n");
#endif

extern const char image_code[];
extern const char image_end[];

enum { BASE = 0x400000, MAX_CALLS = 16 };

static const char key[] = "exec-fixed";

struct image {
	Elf64_Ehdr header;
	Elf64_Phdr segments[2];
	char code[128];
};

/* A file with the image in it, or -1. */
static int image_file(void)
{
	struct image image = {
		.header = {
			.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
			.e_type = ET_EXEC,
			.e_machine = MACHINE,
			.e_version = EV_CURRENT,
			.e_entry = BASE + offsetof(struct image, code),
			.e_phoff = offsetof(struct image, segments),
			.e_ehsize = sizeof(Elf64_Ehdr),
			.e_phentsize = sizeof(Elf64_Phdr),
			.e_phnum = 2,
		},
		.segments = {
			{
				.p_type = PT_LOAD,
				.p_flags = PF_R | PF_X,
				.p_vaddr = BASE,
				.p_filesz = sizeof(struct image),
				.p_memsz = sizeof(struct image),
				.p_align = PAGE_BYTES,
			},
			{ .p_type = PT_GNU_STACK, .p_flags = PF_R | PF_W },
		},
	};
	/* MFD_EXEC is 6.3's; older kernels do not know the flag and need none. */
	int fd = (int)syscall(SYS_memfd_create, "accelbed-exec", MFD_CLOEXEC | 0x10u);

	if (fd < 0)
		fd = (int)syscall(SYS_memfd_create, "accelbed-exec", MFD_CLOEXEC);
	memcpy(image.code, image_code, (size_t)(image_end - image_code));
	if (fd >= 0 && write(fd, &image, sizeof(image)) != (ssize_t)sizeof(image)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* A child that execs calls times and exits. Answers its wait status. */
static int time_execs(int image, int calls, uint64_t *ns)
{
	char path[] = "/proc/self/exe";
	char *args[MAX_CALLS + 1];
	char *const nothing[] = { NULL };

	for (int i = 0; i < calls; i++)
		args[i] = path;
	args[calls] = NULL;

	uint64_t start = now_ns();
	pid_t child = vfork();

	if (child == 0) {
		fexecve(image, args, nothing);
		_exit(1);
	}
	if (child < 0)
		refuse("vfork");

	int status = reap(child);

	*ns = now_ns() - start;
	return status;
}

void measure_exec(const struct rounds *rounds)
{
	int image = MACHINE == EM_NONE ? -1 : image_file();

	if (image < 0) {
		skip(key, MACHINE == EM_NONE ? "no image for this processor" :
					       "memfd_create does not give an executable file");
		return;
	}
	for_each_round(round, rounds) {
		for (int calls = MAX_CALLS / 4; calls <= MAX_CALLS; calls *= 2) {
			uint64_t ns;

			if (time_execs(image, calls, &ns) != 0) {
				skip(key, "execve of a file in memory is not allowed");
				return;
			}
			sample(rounds, round, key, (size_t)calls, ns);
		}
	}
}
