/* SPDX-License-Identifier: MIT */
/*
 * Devices that nobody here wrote: the kernel's own gadgets on dummy_hcd, and QEMU's keyboard,
 * storage and hub, with the kernel's own drivers bound to them.
 */
#include <errno.h>
#include <string.h>

#include "world.h"

#define IN_THE_GUEST "only the guest has these devices"

static struct cusb_device *find_ids(unsigned int vendor, unsigned int product)
{
	struct cusb_device *dev = NULL;

	CHECK_OK(cusb_find(CUSB_MATCH(idVendor, vendor, idProduct, product), &dev));
	return dev;
}

/* The bulk endpoint of that direction in the first interface. */
static unsigned int bulk_endpoint(struct cusb_device *dev, unsigned int direction)
{
	const struct cusb_endpoint *ep = NULL;

	CHECK_OK(cusb_find_endpoint(
		cusb_interface_at(dev->configurations, 0, 0),
		CUSB_MATCH(direction, direction, transfer_type, CUSB_ENDPOINT_TYPE_BULK), &ep));
	return ep->bEndpointAddress;
}

CASE_ONLY(source_and_sink, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = find_ids(0x1d6b, 0x0101);
	unsigned int in, out;
	static unsigned char buffer[100 * 1024]; /* whole packets, or the source babbles */

	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	in = bulk_endpoint(dev, CUSB_ENDPOINT_IN);
	out = bulk_endpoint(dev, CUSB_ENDPOINT_OUT);
	memset(buffer, 0x5a, sizeof buffer);
	CHECK_INT(cusb_read(dev, in, buffer, sizeof buffer, GUARD_MS), sizeof buffer);
	for (size_t i = 0; i < sizeof buffer; i++)
		CHECK_INT(buffer[i], 0);
	CHECK_INT(cusb_write(dev, out, buffer, sizeof buffer, GUARD_MS), sizeof buffer);
	cusb_device_free(dev);
}

/* The sink wants zeroes, and halts its endpoint at anything else. */
CASE_ONLY(the_sink_halts, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = find_ids(0x1d6b, 0x0101);
	unsigned int out;
	unsigned char buffer[100];

	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	out = bulk_endpoint(dev, CUSB_ENDPOINT_OUT);
	memset(buffer, 1, sizeof buffer);
	CHECK_INT(cusb_write(dev, out, buffer, sizeof buffer, GUARD_MS), sizeof buffer);
	CHECK_INT(cusb_write(dev, out, buffer, sizeof buffer, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(out)), 1);
	CHECK_OK(cusb_clear_halt(dev, out));
	memset(buffer, 0, sizeof buffer);
	CHECK_INT(cusb_write(dev, out, buffer, sizeof buffer, GUARD_MS), sizeof buffer);
	cusb_device_free(dev);
}

CASE_ONLY(the_gadget_loops_control_data_back, WORLD_KERNEL, IN_THE_GUEST)
{
	static const size_t sizes[] = {1, 64, 512, 4000};
	struct cusb_device *dev = find_ids(0x1d6b, 0x0101);
	unsigned char sent[4000], got[4000];

	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		fill(sent, sizes[i], (unsigned int)i);
		CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0x5b, 0, 0, sent, sizes[i], GUARD_MS),
			  sizes[i]);
		CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 0x5c, 0, 0, got, sizes[i], GUARD_MS),
			  sizes[i]);
		CHECK_BYTES(got, sent, sizes[i]);
	}
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0x77, 0, 0, NULL, 0, GUARD_MS), -EPIPE);
	cusb_device_free(dev);
}

/* The gadget passes buffers of 4096 bytes on when they are full or a packet is short. */
CASE_ONLY(the_loopback_gadget, WORLD_KERNEL, IN_THE_GUEST)
{
	static const size_t sizes[] = {1, 100, 511, 513, 4095, 4096, 5000, 65536, 100001};
	struct cusb_device *dev = find_ids(0x1d6b, 0x0102);
	unsigned int in, out;

	CHECK_INT(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	in = bulk_endpoint(dev, CUSB_ENDPOINT_IN);
	out = bulk_endpoint(dev, CUSB_ENDPOINT_OUT);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		check_loopback(dev, out, in, sizes[i]);
	cusb_device_free(dev);
}

CASE_ONLY(a_gadget_is_reset, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = find_ids(0x1d6b, 0x0102);
	unsigned int in = bulk_endpoint(dev, CUSB_ENDPOINT_IN);
	unsigned int out = bulk_endpoint(dev, CUSB_ENDPOINT_OUT);

	check_loopback(dev, out, in, 100);
	CHECK_OK(cusb_reset(dev));
	check_loopback(dev, out, in, 100);
	cusb_device_free(dev);
}

static int is_keyboard(struct cusb_device *dev, void *user)
{
	(void)user;
	return cusb_find_interface(
		       dev->configurations,
		       CUSB_MATCH(bInterfaceClass, CUSB_CLASS_HID, bInterfaceProtocol, 1),
		       &(const struct cusb_interface *){NULL}) == 0;
}

static struct cusb_device *find_keyboard(void)
{
	struct cusb_device *dev = NULL;

	CHECK_OK(cusb_find(CUSB_MATCH(idVendor, 0x0627, custom_device, is_keyboard), &dev));
	return dev;
}

CASE_ONLY(a_keyboard_with_its_driver, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = find_keyboard();

	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	CHECK_INT(cusb_set_configuration(dev, CUSB_FIRST), -EBUSY);
	CHECK_INT(cusb_attach_kernel_driver(dev, 0), -EBUSY);
	CHECK_INT(cusb_get_configuration(dev), 1); /* requests to the device are not kept out */
	cusb_device_free(dev);
}

static void check_report_descriptor(struct cusb_device *dev)
{
	unsigned char report[256];
	char keys[8];
	ssize_t n = cusb_get_descriptor(dev, cusb_to_interface(0), CUSB_DESC_TYPE_REPORT, 0, report,
					sizeof report);

	CHECK(n > 4);
	CHECK_BYTES(report, "\5\1\t\6", 4); /* usage page desktop, usage keyboard */
	CHECK_INT(cusb_read(dev, 0x81, keys, sizeof keys, 100), -ETIMEDOUT); /* nobody types */
}

CASE_ONLY(a_keyboard_without_its_driver, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = find_keyboard();

	CHECK_OK(cusb_detach_kernel_driver(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	CHECK_INT(cusb_detach_kernel_driver(dev, 0), -ENODATA);
	check_report_descriptor(dev);
	CHECK_INT(cusb_attach_kernel_driver(dev, 0), -EBUSY);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_OK(cusb_attach_kernel_driver(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
}

CASE_ONLY(a_keyboard_with_auto_detach, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = find_keyboard();

	cusb_set_auto_detach(dev, true);
	check_report_descriptor(dev);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	cusb_close(dev);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
}

CASE_ONLY(a_keyboard_taken_in_one_step, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = find_keyboard();

	CHECK_OK(cusb_claim_from_driver(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	CHECK_OK(cusb_claim_from_driver(dev, 0));
	check_report_descriptor(dev);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	CHECK_OK(cusb_attach_kernel_driver(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
}

/* By hand. The kernel also logs this claim that fails. */
CASE_ONLY(the_kernel_claims_no_keyboard_from_its_driver, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = find_keyboard();
	unsigned char report[256];

	cusb_set_automatic(dev, false);
	cusb_set_auto_detach(dev, true);
	CHECK_OK(cusb_open(dev));
	CHECK_INT(cusb_get_descriptor(dev, cusb_to_interface(0), CUSB_DESC_TYPE_REPORT, 0, report,
				      sizeof report),
		  -EBUSY);
	CHECK_INT(cusb_read(dev, 0x81, report, 8, 100), -EBUSY);
	CHECK_INT(cusb_clear_halt(dev, 0x81), -EBUSY);
	CHECK_INT(cusb_set_altsetting(dev, 0, 0), -EBUSY);
	CHECK_INT(cusb_set_configuration(dev, 1), -EBUSY);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	CHECK_OK(cusb_claim_interface(dev, 0));
	check_report_descriptor(dev);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
}

CASE_ONLY(a_device_behind_a_hub, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device **list = NULL, *dev = NULL, *hub = NULL, *root = NULL;
	ssize_t count = cusb_find_all(NULL, &list);

	for (ssize_t i = 0; i < count; i++)
		if (list[i]->port_count == 2)
			dev = list[i];
	CHECK(dev);
	CHECK_OK(cusb_parent(dev, &hub));
	CHECK_INT(hub->bDeviceClass, CUSB_CLASS_HUB);
	CHECK_INT(hub->port_count, 1);
	CHECK_INT(hub->port_numbers[0], dev->port_numbers[0]);
	CHECK_OK(cusb_parent(hub, &root));
	CHECK_INT(root->port_count, 0);
	CHECK_INT(cusb_is_kernel_driver_active(hub, 0), 1);
	cusb_device_free(root);
	cusb_device_free(hub);
	cusb_free_list(list);
}

static int has_class(struct cusb_device *dev, void *user)
{
	const struct cusb_interface *intf = NULL;

	return dev->configuration_count > 0 &&
	       cusb_find_interface(dev->configurations,
				   CUSB_MATCH(bInterfaceClass, *(const unsigned int *)user),
				   &intf) == 0;
}

static struct cusb_device *find_storage(void)
{
	unsigned int class_code = CUSB_CLASS_MASS_STORAGE;
	struct cusb_device *dev = NULL;

	CHECK_OK(cusb_find(CUSB_MATCH(custom_device, has_class, user, &class_code), &dev));
	return dev;
}

/* SCSI INQUIRY over the bulk-only transport: command, data, status. */
static void check_inquiry(struct cusb_device *dev)
{
	unsigned char cbw[31] = {'U', 'S', 'B',	 'C', 0xef, 0xbe, 0xad, 0xde, 36, 0,
				 0,   0,   0x80, 0,   6,    0x12, 0,	0,    0,  36};
	unsigned int in = bulk_endpoint(dev, CUSB_ENDPOINT_IN);
	unsigned int out = bulk_endpoint(dev, CUSB_ENDPOINT_OUT);
	unsigned char data[512], csw[512];

	CHECK_INT(cusb_write(dev, out, cbw, 31, GUARD_MS), 31);
	CHECK_INT(cusb_read(dev, in, data, sizeof data, GUARD_MS), 36);
	CHECK_BYTES(data + 8, "QEMU    ", 8);
	CHECK_INT(cusb_read(dev, in, csw, sizeof csw, GUARD_MS), 13);
	CHECK_BYTES(csw, "USBS\xef\xbe\xad\xde\0\0\0\0\0", 13);
}

CASE_ONLY(inquiry_of_a_storage_device, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = find_storage();

	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	CHECK_INT(cusb_write(dev, bulk_endpoint(dev, CUSB_ENDPOINT_OUT), "x", 1, GUARD_MS), -EBUSY);
	CHECK_OK(cusb_detach_kernel_driver(dev, 0));
	check_inquiry(dev);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_OK(cusb_attach_kernel_driver(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
}

CASE_ONLY(reset_of_a_storage_device_with_auto_detach, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = find_storage();

	cusb_set_auto_detach(dev, true);
	check_inquiry(dev);
	CHECK_OK(cusb_reset(dev));
	check_inquiry(dev);
	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	check_inquiry(dev);
	cusb_dispose_resources(dev);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
}

CASE_ONLY(every_device_is_described, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device **list = NULL;
	ssize_t count = cusb_find_all(NULL, &list);
	static char text[65536];

	CHECK(count > 6);
	for (ssize_t i = 0; i < count; i++) {
		CHECK(cusb_describe_device(list[i], text, sizeof text) > 500);
		CHECK(cusb_device_speed(list[i]) > CUSB_SPEED_UNKNOWN);
	}
	cusb_free_list(list);
}
