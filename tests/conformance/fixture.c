/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <stdio.h>
#include <unistd.h>

/* Where the project is, and where the guest has them. */
static const char *const folders[] = {"fixtures/devices", "/devices"};

const struct cusb_virtual_model *fixture_load(const char *name)
{
	static struct cusb_virtual_model *model;
	char path[128], why[128] = "";

	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
		snprintf(path, sizeof path, "%s/%s.device", folders[i], name);
		if (access(path, R_OK) == 0)
			break;
	}
	if (cusb_virtual_load(path, why, sizeof why, &model) != 0)
		fprintf(stderr, "%s: %s\n", path, why);
	CHECK(model);
	return model;
}

struct cusb_device *plug_fixture(const char *name)
{
	return find_name(world_plug_model(fixture_load(name)));
}
