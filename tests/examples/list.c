/* SPDX-License-Identifier: MIT */
/*
 * Lists the USB devices with their names. Opens nothing, and needs no rights.
 * cc list.c $(pkg-config --cflags --libs cusb)
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>

#include <cusb/cusb.h>

/* The name is the one that the kernel read from the device when it was plugged in. */
static const char *name_of(struct cusb_device *dev)
{
	const char *product;

	if (dev->iProduct == 0 || cusb_product(dev, &product) < 0)
		return "(without a name)";
	return product;
}

int main(void)
{
	struct cusb_device **list;
	ssize_t count = cusb_find_all(NULL, &list);

	if (count == -ENOENT)
		errx(1, "the kernel has no USB, or /sys is not mounted");
	if (count < 0)
		errx(1, "%s", cusb_error_text((int)count));
	for (ssize_t i = 0; i < count; i++)
		printf("%-8s %04x:%04x  %s, %s\n", list[i]->name, list[i]->idVendor,
		       list[i]->idProduct, name_of(list[i]),
		       cusb_speed_name(cusb_device_speed(list[i])));
	cusb_free_list(list);
	return 0;
}
