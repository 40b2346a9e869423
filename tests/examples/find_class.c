/* SPDX-License-Identifier: MIT */
/*
 * Finds the devices of a class: find_class [CLASS], a number as in <cusb/descriptor.h>, 7 (printer)
 * unless said. Most devices tell the class in an interface, and not in the device descriptor.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include <cusb/cusb.h>

/* Asked about every device; 1 takes it. */
static int has_class(struct cusb_device *dev, void *user)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	unsigned long wanted = *(unsigned long *)user;

	cusb_for_each_configuration (dev, cfg) {
		if (cusb_find_interface(cfg, CUSB_MATCH(bInterfaceClass, wanted), &intf) == 0)
			return 1;
	}
	return dev->bDeviceClass == wanted;
}

int main(int argc, char **argv)
{
	unsigned long wanted = argc > 1 ? strtoul(argv[1], NULL, 0) : CUSB_CLASS_PRINTER;
	struct cusb_device **list;
	ssize_t count = cusb_find_all(CUSB_MATCH(custom_device, has_class, user, &wanted), &list);

	if (count < 0)
		errx(1, "%s", cusb_error_text((int)count));
	for (ssize_t i = 0; i < count; i++)
		printf("%s: %04x:%04x\n", list[i]->name, list[i]->idVendor, list[i]->idProduct);
	printf("%zd of class 0x%02lx, %s\n", count, wanted, cusb_class_name((unsigned int)wanted));
	cusb_free_list(list);
	return 0;
}
