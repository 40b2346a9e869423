/* SPDX-License-Identifier: MIT */
/* The native backend's table, and the worlds it can be given. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

#define DEFAULT_SYSFS_ROOT  "/sys"
#define DEFAULT_DEVICE_ROOT "/dev/bus/usb"

#define OPERATIONS                                                                                 \
	{                                                                                          \
		.version = CUSB_BACKEND_VERSION, .name = "usbfs", .enumerate = usbfs_enumerate,    \
		.address = usbfs_address, .speed = usbfs_speed, .string = usbfs_string,            \
		.configuration = usbfs_configuration, .altsetting = usbfs_altsetting,              \
		.open = usbfs_open, .close = usbfs_close, .shutdown = usbfs_shutdown,              \
		.claim = usbfs_claim, .release = usbfs_release,                                    \
		.set_configuration = usbfs_set_configuration,                                      \
		.set_altsetting = usbfs_set_altsetting, .clear_halt = usbfs_clear_halt,            \
		.reset = usbfs_reset, .kernel_driver_active = usbfs_kernel_driver_active,          \
		.detach_kernel_driver = usbfs_detach_kernel_driver,                                \
		.attach_kernel_driver = usbfs_attach_kernel_driver, .control = usbfs_control,      \
		.transfer = usbfs_transfer                                                         \
	}

struct cusb_backend *cusb_usbfs_default(void)
{
	static struct usbfs fs = {
		.backend = OPERATIONS,
		.sysfs_root = DEFAULT_SYSFS_ROOT,
		.device_root = DEFAULT_DEVICE_ROOT,
		.syscalls = &real_syscalls,
	};

	return &fs.backend;
}

static int copy_root(char *root, const char *given)
{
	if (!given)
		return 0;
	if (strlen(given) >= ROOT_SIZE)
		return -ENAMETOOLONG;
	strcpy(root, given);
	return 0;
}

int cusb_usbfs_new(const struct cusb_usbfs_options *options, struct cusb_backend **backend)
{
	struct usbfs *fs = malloc(sizeof *fs);
	int err = 0;

	if (!fs)
		return -ENOMEM;
	*fs = *usbfs_of(cusb_usbfs_default());
	if (options) {
		err = copy_root(fs->sysfs_root, options->sysfs_root);
		if (err == 0)
			err = copy_root(fs->device_root, options->device_root);
		if (options->syscalls)
			fs->syscalls = options->syscalls;
		fs->kernel = options->kernel;
	}
	if (err < 0) {
		free(fs);
		return err;
	}
	*backend = &fs->backend;
	return 0;
}

void cusb_usbfs_free(struct cusb_backend *backend)
{
	free(backend);
}
