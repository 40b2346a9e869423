/* SPDX-License-Identifier: MIT */
/* A device root without nodes, as before devtmpfs is mounted. */
#define CASES_NEED NEED_NATIVE

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "seam.h"

static struct cusb_device *begin(const char *private_nodes)
{
	const struct cusb_usbfs_options options = {.device_root = "/nowhere",
						   .private_nodes = private_nodes};
	const char *name = world_plug("loopback");
	struct cusb_device *dev = NULL;

	CHECK_OK(cusb_find(CUSB_MATCH(backend, seam_begin_with(&options), name, name), &dev));
	return dev;
}

/* No node of ours is left in /dev. */
static void end(struct cusb_device *dev)
{
	DIR *dir = world.kernel ? NULL : opendir("/dev");
	const struct dirent *entry;

	cusb_device_free(dev);
	while (dir && (entry = readdir(dir)))
		CHECK(strncmp(entry->d_name, "cusb-", 5) != 0);
	if (dir)
		closedir(dir);
	if (world.kernel)
		CHECK_INT(virtual_kernel_made_nodes(world.kernel), 0);
	seam_end();
}

CASE(without_nodes_nothing_can_be_opened)
{
	struct cusb_device *dev = begin(NULL);

	CHECK_INT(cusb_open(dev), -ENOENT);
	end(dev);
}

CASE(private_node_does)
{
	struct cusb_device *dev = begin("/dev");

	check_loopback(dev, 0x01, 0x81, 1000);
	cusb_close(dev);
	check_loopback(dev, 0x01, 0x81, 1000);
	CHECK_INT(seam_count(VIRTUAL_MKNODAT, 0), 2);
	CHECK_INT(seam_count(VIRTUAL_UNLINKAT, 0), 2);
	end(dev);
}

CASE(private_node_that_cannot_be_made)
{
	struct cusb_device *dev = begin("/nowhere");

	CHECK_INT(cusb_open(dev), -ENOENT);
	seam_fail(VIRTUAL_MKNODAT, 0, 1, 1, -EPERM);
	CHECK_INT(cusb_open(dev), -EPERM);
	CHECK(seam_failed());
	end(dev);
}

CASE(private_node_that_cannot_be_opened_is_removed)
{
	struct cusb_device *dev = begin("/dev");

	/* The node, `dev` of sysfs twice, the private node. */
	seam_fail(VIRTUAL_OPENAT, 0, 4, 1, -EACCES);
	CHECK_INT(cusb_open(dev), -EACCES);
	CHECK(seam_failed());
	check_loopback(dev, 0x01, 0x81, 10);
	end(dev);
}

CASE(unplugged_device_gets_no_private_node)
{
	struct cusb_device *dev = begin("/dev");

	world_unplug(dev->name);
	CHECK_INT(cusb_open(dev), -ENODEV);
	CHECK_INT(seam_count(VIRTUAL_MKNODAT, 0), 0);
	end(dev);
}
