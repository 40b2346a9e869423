/* SPDX-License-Identifier: MIT */
/*
 * Stands in for src/cli/world.c in a second build of the tool: --virtual, and what CUSB_TEST_FAULT
 * names goes wrong with the first device plugged in.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>

#include "cli/world.h"

int open_without_faults(const struct options *opts, struct world *world);

#define world_open open_without_faults
#include "cli/world.c"
#undef world_open

#define FIRST "1-1"

static void permit_eacces(struct virtual_kernel *kernel)
{
	virtual_kernel_permit(kernel, FIRST, -EACCES);
}

static void permit_enoent(struct virtual_kernel *kernel)
{
	virtual_kernel_permit(kernel, FIRST, -ENOENT);
}

static void bind_driver(struct virtual_kernel *kernel)
{
	virtual_kernel_bind(kernel, FIRST, 0, "usbhid");
}

static void unlisted(struct virtual_kernel *kernel)
{
	virtual_kernel_fail(kernel, VIRTUAL_OPENAT, 0, 1, 1, -EIO);
}

static void unplugged(struct virtual_kernel *kernel)
{
	virtual_kernel_fail(kernel, VIRTUAL_IOCTL, USBDEVFS_SUBMITURB, 1, 1, -ENODEV);
}

static void no_memory(struct virtual_kernel *kernel)
{
	virtual_kernel_fail(kernel, VIRTUAL_IOCTL, USBDEVFS_SUBMITURB, 1, 1000, -ENOMEM);
}

static void add_hostile_device(struct virtual_kernel *kernel)
{
	static const char escape[] = "\033]0;\302\233evil";
	static const char *const strings[] = {escape, "Pro\nduct", NULL};
	static struct virtual_model model;

	model = **virtual_models;
	model.strings = strings;
	virtual_kernel_plug(kernel, &model, NULL);
}

static void add_nameless_device(struct virtual_kernel *kernel)
{
	static struct virtual_model model;

	model = **virtual_models;
	model.langids = NULL;
	virtual_kernel_plug(kernel, &model, NULL);
}

static const struct {
	const char *name;
	void (*apply)(struct virtual_kernel *kernel);
} faults[] = {
	{"eacces", permit_eacces},	 {"enoent", permit_enoent},	    {"driver", bind_driver},
	{"unlisted", unlisted},		 {"unplugged", unplugged},	    {"memory", no_memory},
	{"hostile", add_hostile_device}, {"nameless", add_nameless_device},
};

int world_open(const struct options *opts, struct world *world)
{
	const char *name = getenv("CUSB_TEST_FAULT");
	int err = open_without_faults(opts, world);

	for (size_t i = 0; !err && name && i < sizeof faults / sizeof faults[0]; i++) {
		if (strcmp(faults[i].name, name) != 0)
			continue;
		faults[i].apply(world->kernel);
		return 0;
	}
	if (err || !name)
		return err;
	fprintf(stderr, "faulty_world: no fault is named %s\n", name);
	abort();
}
