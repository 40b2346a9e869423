/* SPDX-License-Identifier: MIT */
/* A C++ program: what it finds below a sysfs root of its own. */
#include <cstdio>

#include "cusb.h"

static int is_even(struct cusb_device *dev, void *user)
{
	++*static_cast<int *>(user);
	return dev->idProduct % 2 == 0;
}

static void tell(const char *what, const struct cusb_match *match)
{
	struct cusb_device **list;
	ssize_t count = cusb_find_all(match, &list);

	std::printf("%s: %zd\n", what, count);
	for (ssize_t i = 0; i < count; i++)
		std::printf("  %04x:%04x %s\n", list[i]->idVendor, list[i]->idProduct, list[i]->name);
	if (count >= 0)
		cusb_free_list(list);
}

int main(int argc, char **argv)
{
	struct cusb_usbfs_options options = cusb_usbfs_options();
	struct cusb_backend *backend;
	int asked = 0;

	options.sysfs_root = argc > 1 ? argv[1] : "/sys";
	if (cusb_usbfs_new(&options, &backend) < 0)
		return 1;
	const struct cusb_match *second = CUSB_MATCH(idVendor, 0xfffe, idProduct, 2, backend, backend);
	const struct cusb_match *even =
		CUSB_MATCH(custom_device, is_even, user, &asked, backend, backend);

	tell("all", CUSB_MATCH(backend, backend));
	tell("second", second);
	tell("even", even);
	tell("second", second);
	tell("lamp", CUSB_MATCH(product, "Lamp", backend, backend));
	std::printf("asked %d times\n", asked);
	cusb_usbfs_free(backend);
	return 0;
}
