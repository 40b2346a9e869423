/* SPDX-License-Identifier: MIT */
#include "core/find_fixture.h"

struct cusb_device *found, **found_all;

void find_begin(void)
{
	script_begin();
	found = NULL;
	found_all = NULL;
}

void find_end(void)
{
	cusb_device_free(found);
	cusb_free_list(found_all);
	cusb_set_default_backend(NULL);
	script_end();
}
