/* SPDX-License-Identifier: MIT */
/* What lister.c does, with libusb-1.0. */
#include <libusb-1.0/libusb.h>
#include <stdio.h>

int main(void)
{
	libusb_device **list;
	ssize_t count;

	if (libusb_init(NULL) != 0)
		return 1;
	count = libusb_get_device_list(NULL, &list);
	for (ssize_t i = 0; i < count; i++) {
		struct libusb_device_descriptor descriptor;

		libusb_get_device_descriptor(list[i], &descriptor);
		printf("%04x:%04x %d-%d\n", descriptor.idVendor, descriptor.idProduct,
		       libusb_get_bus_number(list[i]), libusb_get_port_number(list[i]));
	}
	if (count >= 0)
		libusb_free_device_list(list, 1);
	libusb_exit(NULL);
	return count < 0;
}
