/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>

#include "virtual/kernel/state/device.h"
#include "virtual/kernel/state/file.h"

static bool is_directory(const struct place *place)
{
	return place->kind <= PLACE_INTERFACE;
}

static int permission(const struct place *place, int flags)
{
	bool writing = (flags & O_ACCMODE) != O_RDONLY;

	if (is_directory(place))
		return writing ? -EISDIR : 0;
	if (flags & O_DIRECTORY)
		return -ENOTDIR;
	if (place->kind == PLACE_NODE)
		return place->dev->open_err;
	if (place->stored && place->stored->open_err)
		return place->stored->open_err;
	return writing ? -EACCES : 0;
}

int kernel_open(struct cusb_virtual_kernel *kernel, const struct file *dir, const char *path,
		int flags)
{
	struct place place;
	int err;

	if (path[0] == '\0')
		return -ENOENT;
	if (path[0] != '/' && !dir)
		return -EBADF;
	err = kernel_resolve(kernel, dir, path, &place);
	if (err == -ENOENT)
		err = kernel_resolve_made(kernel, path, &place);
	if (err == 0)
		err = permission(&place, flags);
	if (err == 0 && place.kind == PLACE_NODE)
		kernel_resume(place.dev);
	return err ? err : kernel_file_new(kernel, &place, flags);
}
