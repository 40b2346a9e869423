/* SPDX-License-Identifier: MIT */
#include <cusb/cusb.h>

const char *cusb_version(void)
{
	return CUSB_VERSION;
}
