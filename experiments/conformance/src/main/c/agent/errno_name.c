/* The names of error numbers, which differ between architectures where their numbers do. */
#include "program.h"

#include <errno.h>
#include <stddef.h>

#define NAMED(error) { error, #error }

const char *errno_name(int error)
{
	static const struct {
		int error;
		const char *name;
	} names[] = {
		NAMED(EPERM), NAMED(ENOENT), NAMED(ESRCH), NAMED(EINTR), NAMED(EIO), NAMED(ENXIO), NAMED(E2BIG), NAMED(ENOEXEC),
		NAMED(EBADF), NAMED(ECHILD), NAMED(EAGAIN), NAMED(ENOMEM), NAMED(EACCES), NAMED(EFAULT), NAMED(EBUSY),
		NAMED(EEXIST), NAMED(EXDEV), NAMED(ENODEV), NAMED(EINVAL), NAMED(ENFILE), NAMED(EMFILE), NAMED(ENOTTY),
		NAMED(ETXTBSY), NAMED(EFBIG), NAMED(ENOSPC), NAMED(EROFS), NAMED(EPIPE), NAMED(ERANGE), NAMED(ENOSYS),
		NAMED(EOVERFLOW), NAMED(EUSERS), NAMED(EOPNOTSUPP), NAMED(EADDRINUSE), NAMED(ETIMEDOUT), NAMED(ECANCELED),
		NAMED(EHWPOISON),
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].error == error)
			return names[i].name;
	return NULL;
}
