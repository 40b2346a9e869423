/* SPDX-License-Identifier: MIT */
/* cusb_device_from_fd: a device behind a descriptor that somebody else opened. */
#define CASES_SHARE 1
#define CASES_NEED  NEED_NATIVE

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "queue_case.h"
#include "seam.h"

static struct cusb_device *found;
static int fd;

/* Opens the device's node as a broker would. The default backend is the seam's. */
static void begin_with(const struct cusb_usbfs_options *options, const char *model, int flags)
{
	char path[64];

	found = plug(model);
	cusb_set_default_backend(seam_begin_with(options));
	snprintf(path, sizeof path, "/dev/bus/usb/%03u/%03u", found->bus, found->address);
	fd = seam_call_openat(path, flags | O_CLOEXEC);
	CHECK(fd >= 0);
}

static void begin(const char *model, int flags)
{
	const struct cusb_usbfs_options options = {0};

	begin_with(&options, model, flags);
}

static void end(struct cusb_device *dev)
{
	cusb_device_free(dev);
	CHECK_OK(seam_call_close(fd));
	cusb_set_default_backend(NULL);
	seam_end();
	cusb_device_free(found);
}

static struct cusb_device *adopt(void)
{
	struct cusb_device *dev = NULL;

	CHECK_OK(cusb_device_from_fd(fd, &dev));
	CHECK_OK(cusb_set_default_timeout(dev, GUARD_MS));
	return dev;
}

static void check_same_tree(const struct cusb_device *a, const struct cusb_device *b)
{
	CHECK_INT(a->bcdUSB, b->bcdUSB);
	CHECK_INT(a->idVendor, b->idVendor);
	CHECK_INT(a->idProduct, b->idProduct);
	CHECK_INT(a->bcdDevice, b->bcdDevice);
	CHECK_INT(a->configuration_count, b->configuration_count);
	for (size_t i = 0; i < a->configuration_count; i++) {
		const struct cusb_configuration *x = cusb_configuration_at(a, i),
						*y = cusb_configuration_at(b, i);

		CHECK_INT(x->bConfigurationValue, y->bConfigurationValue);
		CHECK_INT(x->altsetting_count, y->altsetting_count);
		for (size_t j = 0; j < x->altsetting_count; j++)
			CHECK_INT(x->altsettings[j].endpoint_count,
				  y->altsettings[j].endpoint_count);
	}
}

CASE(adopting_tells_all_that_finding_does)
{
	static const char *const models[] = {"loopback", "malformed", "super", "low"};

	for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
		struct cusb_device *dev;

		begin(models[i], O_RDWR);
		dev = adopt();
		CHECK_STR(dev->name, found->name);
		CHECK_INT(dev->bus, found->bus);
		CHECK_INT(dev->address, found->address);
		CHECK_INT(dev->port_count, found->port_count);
		CHECK_BYTES(dev->port_numbers, found->port_numbers, sizeof dev->port_numbers);
		CHECK_INT(cusb_device_speed(dev), cusb_device_speed(found));
		check_same_tree(dev, found);
		end(dev);
	}
}

CASE(adopting_takes_2_calls_and_no_bus_traffic)
{
	struct cusb_device *dev;

	begin("loopback", O_RDWR);
	seam_reset();
	dev = adopt();
	CHECK_INT(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	CHECK_INT(seam_count_all(), 2);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_CONTROL), 0);
	CHECK(!cusb_is_open(dev));
	end(dev);
}

CASE(a_copy_takes_its_turn_with_the_descriptor)
{
	struct cusb_device *dev, *copy = NULL;

	begin("loopback", O_RDWR);
	dev = adopt();
	CHECK_OK(cusb_device_copy(dev, &copy));
	CHECK_OK(cusb_open(dev));
	CHECK_INT(cusb_open(copy), -EBUSY);
	cusb_close(dev);
	CHECK_OK(cusb_set_default_timeout(copy, GUARD_MS));
	check_loopback(copy, 0x01, 0x81, 600);
	CHECK_INT(cusb_open(dev), -EBUSY);
	cusb_device_free(copy);
	CHECK_OK(cusb_open(dev));
	end(dev);
}

CASE(adopted_device_works_like_any)
{
	struct cusb_device *dev;
	const char *text = NULL;

	begin("loopback", O_RDWR);
	dev = adopt();
	check_loopback(dev, 0x01, 0x81, 3000);
	CHECK_OK(cusb_product(dev, &text));
	CHECK_STR(text, "Loopback ∞ Übungsgerät");
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	check_loopback(dev, 0x03, 0x83, 700);
	CHECK_OK(cusb_set_configuration(dev, 2));
	check_loopback(dev, 0x01, 0x81, 700);
	CHECK_INT(seam_count(VIRTUAL_CLOSE, 0), seam_count(VIRTUAL_OPENAT, 0));
	end(dev);
}

CASE(adopted_device_is_the_same_as_the_one_found)
{
	struct cusb_device *dev, *again = NULL;

	begin("loopback", O_RDWR);
	dev = adopt();
	CHECK_OK(cusb_find(CUSB_MATCH(name, found->name), &again));
	CHECK(cusb_same_device(dev, again));
	cusb_device_free(again);
	end(dev);
}

CASE(closing_releases_and_leaves_the_descriptor_open)
{
	struct cusb_device *dev;

	begin("loopback", O_RDWR);
	dev = adopt();
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(cusb_claim_interface(found, 0), -EBUSY);
	cusb_close(dev);
	CHECK(!cusb_is_open(dev));
	CHECK_OK(cusb_claim_interface(found, 0));
	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	cusb_close(found);
	/* And a second use works. */
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_dispose_resources(dev);
	check_loopback(dev, 0x01, 0x81, 100);
	end(dev);
}

CASE(freeing_releases_and_leaves_the_descriptor_open)
{
	begin("loopback", O_RDWR);
	for (int i = 0; i < 3; i++) {
		struct cusb_device *dev = adopt();

		check_loopback(dev, 0x01, 0x81, 100);
		cusb_device_free(dev);
		CHECK_OK(cusb_claim_interface(found, 0));
		cusb_close(found);
	}
	end(NULL);
}

/* Each would take the other's transfers from the kernel. */
CASE(two_objects_on_one_descriptor_take_turns)
{
	struct cusb_device *first, *second;

	begin("loopback", O_RDWR);
	first = adopt();
	second = adopt();
	check_loopback(first, 0x01, 0x81, 100);
	CHECK_INT(cusb_open(second), -EBUSY);
	CHECK_INT(cusb_write(second, 0x01, "x", 1, GUARD_MS), -EBUSY);
	cusb_close(first);
	check_loopback(second, 0x01, 0x81, 100);
	CHECK_INT(cusb_open(first), -EBUSY);
	cusb_device_free(second);
	check_loopback(first, 0x01, 0x81, 100);
	end(first);
}

CASE(descriptor_of_an_open_device_is_its_own)
{
	struct cusb_device *own = NULL, *other = NULL;
	int poll_fd;

	begin("loopback", O_RDWR);
	CHECK_OK(cusb_find(CUSB_MATCH(name, found->name), &own));
	poll_fd = cusb_poll_fd(own);
	CHECK(poll_fd >= 0);
	CHECK_OK(cusb_device_from_fd(poll_fd, &other));
	CHECK_INT(cusb_open(other), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(own);
	end(NULL);
}

/* Another user of the descriptor: the kernel ends the transfers, from the newest to the oldest. */
static void select_setting(unsigned int bInterfaceNumber)
{
	struct usbdevfs_setinterface setting = {.interface = bInterfaceNumber};

	CHECK_OK(seam_call_ioctl(fd, USBDEVFS_SETINTERFACE, &setting));
}

CASE(setting_that_another_user_selects_ends_transfers)
{
	struct cusb_device *dev;
	struct cusb_transfer *in[3];

	begin("loopback", O_RDWR);
	dev = adopt();
	for (size_t i = 0; i < 3; i++)
		in[i] = submit(dev, 0x81, 512, 0);
	select_setting(0);
	for (size_t i = 3; i > 0; i--)
		CHECK_REAPED(dev, in[i - 1], -ESHUTDOWN, 0);
	check_none_left(dev);
	check_loopback(dev, 0x01, 0x81, 100);
	for (size_t i = 0; i < 3; i++)
		transfer_end(in[i]);
	end(dev);
}

/* The parts come back in any order, and the bytes before the end count. */
static void check_parts(uint32_t capabilities)
{
	struct cusb_device *dev;
	struct cusb_transfer *in;
	static char data[65536 + 512];

	begin("loopback", O_RDWR);
	dev = adopt();
	virtual_kernel_set_capabilities(world.kernel, capabilities);
	virtual_kernel_limit_urb(world.kernel, 65536);
	in = submit(dev, 0x81, 300000, 0);
	CHECK_INT(cusb_write(dev, 0x01, data, sizeof data, GUARD_MS), sizeof data);
	select_setting(0);
	CHECK_REAPED(dev, in, -ESHUTDOWN, sizeof data);
	check_none_left(dev);
	transfer_end(in);
	end(dev);
}

CASE_ONLY(setting_that_another_user_selects_ends_parts, WORLD_VIRTUAL,
	  "the real kernel's limits and capabilities are what they are")
{
	check_parts(0x1fd); /* without BULK_CONTINUATION */
	check_parts(0x1ff);
}

CASE(adopted_device_needs_no_sysfs)
{
	const struct cusb_usbfs_options options = {.sysfs_root = "/nowhere",
						   .device_root = "/nowhere"};
	const struct cusb_configuration *cfg = NULL;
	struct cusb_device *dev;
	const char *text = NULL;

	begin_with(&options, "loopback", O_RDWR);
	dev = adopt();
	CHECK_STR(dev->name, found->name);
	CHECK_INT(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	CHECK_OK(cusb_active_configuration(dev, &cfg));
	CHECK_INT(cfg->bConfigurationValue, 1);
	CHECK_OK(cusb_serial_number(dev, &text));
	CHECK_STR(text, "0001-π");
	CHECK_INT(cusb_altsetting(dev, 1), 0);
	CHECK_OK(cusb_set_altsetting(dev, 1, 2));
	CHECK_INT(cusb_altsetting(dev, 1), 2);
	check_loopback(dev, 0x03, 0x83, 100);
	CHECK_OK(cusb_reset(dev));
	check_loopback(dev, 0x01, 0x81, 100);
	end(dev);
}

CASE(older_kernels_tell_less)
{
	struct cusb_device *dev;

	begin("loopback", O_RDWR);
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_CONNINFO_EX(sizeof(struct usbdevfs_conninfo_ex)), 1, 1,
		  -ENOTTY);
	dev = adopt();
	CHECK_INT(dev->address, found->address);
	CHECK_INT(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	check_same_tree(dev, found);
	check_loopback(dev, 0x01, 0x81, 100);
	end(dev);
}

CASE(descriptor_for_reading_alone_is_refused)
{
	struct cusb_device *dev = NULL;

	begin("loopback", O_RDONLY);
	CHECK_INT(cusb_device_from_fd(fd, &dev), -EPERM);
	CHECK(!dev);
	end(NULL);
}

CASE(descriptors_of_other_things_are_refused)
{
	struct cusb_device *dev = NULL;
	int ends[2], null = open("/dev/null", O_RDWR | O_CLOEXEC), other;
	char path[96];

	begin("loopback", O_RDWR);
	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s/speed", found->name);
	other = seam_call_openat(path, O_RDONLY | O_CLOEXEC);
	CHECK_OK(pipe(ends));
	CHECK_INT(cusb_device_from_fd(-1, &dev), -EBADF);
	CHECK_INT(cusb_device_from_fd(12345, &dev), -EBADF);
	CHECK_INT(cusb_device_from_fd(null, &dev), -EBADF);
	CHECK_INT(cusb_device_from_fd(ends[0], &dev), -EBADF);
	CHECK_INT(cusb_device_from_fd(other, &dev), -EBADF);
	CHECK(!dev);
	close(null);
	close(ends[0]);
	close(ends[1]);
	CHECK_OK(seam_call_close(other));
	end(NULL);
}

CASE(unplugged_device_cannot_be_adopted)
{
	struct cusb_device *dev = NULL, *adopted;

	begin("loopback", O_RDWR);
	adopted = adopt();
	check_loopback(adopted, 0x01, 0x81, 100);
	world_unplug(found->name);
	CHECK_INT(cusb_device_from_fd(fd, &dev), -ENODEV);
	CHECK_INT(cusb_write(adopted, 0x01, "x", 1, GUARD_MS), -ENODEV);
	cusb_close(adopted);
	CHECK_INT(cusb_open(adopted), -ENODEV);
	end(adopted);
}
