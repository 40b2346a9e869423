/* SPDX-License-Identifier: MIT */
/* A piece of a program that talks to a lamp; virtual_test.c is its test. */
#include <errno.h>
#include <stddef.h>

#include <cusb/cusb.h>

int dim_lamp(unsigned int percent);

/* Dims the lamp, and tries again when that was lost on the way. */
int dim_lamp(unsigned int percent)
{
	struct cusb_device *lamp;
	ssize_t n = cusb_find(CUSB_MATCH(idVendor, 0xfffe, product, "Lamp"), &lamp);

	if (n < 0)
		return (int)n;
	n = -EPROTO;
	for (int tries = 0; n == -EPROTO && tries < 3; tries++)
		n = cusb_ctrl_transfer(lamp, 0x40, 1, percent, 0, NULL, 0, CUSB_DEFAULT_TIMEOUT);
	cusb_device_free(lamp);
	return (int)n;
}
