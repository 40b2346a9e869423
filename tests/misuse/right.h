/* SPDX-License-Identifier: MIT */
/* Correct uses of CUSB_MATCH, in C99 and in C++11. */
#include <cusb/cusb.h>

static int is_mine(struct cusb_device *dev, void *user)
{
	return dev->bus == *(unsigned int *)user;
}

static int is_second(const struct cusb_interface *intf, void *user)
{
	(void)user;
	return intf->bInterfaceNumber == 1;
}

static const struct cusb_match *const at_file_scope = CUSB_MATCH(idVendor, 0xfffe);

static int right(struct cusb_backend *backend, const char *serial)
{
	struct cusb_device *dev;
	unsigned int me = 1;
	unsigned short vendor = 0xfffe;
	char product[8] = "Lamp";
	const struct cusb_match *assigned =
		CUSB_MATCH(idVendor, vendor, idProduct, 0, serial_number, serial, product, product,
			   manufacturer, "Example", speed, CUSB_SPEED_HIGH, custom_device, is_mine,
			   user, &me, backend, backend, custom_interface, &is_second);

	if (cusb_find(CUSB_MATCH(bus, 1, port_numbers, "2.3", backend, NULL, user, NULL), &dev) < 0)
		return cusb_find(assigned, &dev);
	return cusb_find(at_file_scope, &dev);
}

int main(void)
{
	return right(NULL, "0042");
}
