/* SPDX-License-Identifier: MIT */
/* The virtual kernel, one for each case. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "world.h"

static void virtual_begin(void)
{
	CHECK_OK(cusb_virtual_kernel_new(&world.kernel));
	CHECK_OK(cusb_virtual_kernel_backend(world.kernel, &world.backend));
}

static void virtual_end(void)
{
	CHECK_INT(virtual_kernel_open_fds(world.kernel), 0);
	cusb_usbfs_free(world.backend);
	cusb_virtual_kernel_free(world.kernel);
}

#define PORTS 15 /* of a root hub */

/*
 * SuperSpeed devices are on the second bus, as the two halves of a host controller are. A port is
 * used again as late as can be.
 */
static void virtual_plug(const struct cusb_virtual_model *model, char *name)
{
	static int last_port;
	int err, tries = 0;

	do {
		last_port = last_port % PORTS + 1;
		snprintf(name, 32, "%d-%d", model->speed >= CUSB_SPEED_SUPER ? 2 : 1, last_port);
		err = cusb_virtual_plug(world.kernel, model, name);
	} while (err == -EBUSY && ++tries < PORTS);
	CHECK_OK(err);
}

static void virtual_unplug(const char *name)
{
	CHECK_OK(cusb_virtual_unplug(world.kernel, name));
}

static void virtual_await_gone(const char *name)
{
	(void)name; /* it went within the call that made it go */
}

static void virtual_write_attribute(const char *name, const char *attribute, int value)
{
	char path[128], text[16];

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s/%s", name, attribute);
	snprintf(text, sizeof text, "%d", value);
	CHECK_OK(virtual_kernel_write(world.kernel, path, text));
}

static int virtual_settle(bool share)
{
	(void)share; /* to plug one in costs nothing */
	return 0;
}

const struct world_ops world_virtual = {
	.has = NEED_ALL,
	.begin = virtual_begin,
	.end = virtual_end,
	.plug = virtual_plug,
	.unplug = virtual_unplug,
	.await_gone = virtual_await_gone,
	.write_attribute = virtual_write_attribute,
	.settle = virtual_settle,
};
