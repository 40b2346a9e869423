/* SPDX-License-Identifier: MIT */
/*
 * An administrator takes the permission from a device, or from an interface. How the kernel answers
 * is asked by system calls here: the library's answers are in second_program.c.
 */
#define CASES_SHARE 1
#define CASES_NEED  NEED_NATIVE

#include <errno.h>
#include <stdio.h>

#include "other_program.h"

static void check_attribute(const char *name, const char *attribute, const char *want)
{
	char text[64] = "";

	CHECK_OK(other_attribute(name, attribute, text, sizeof text));
	CHECK_STR(text, want);
}

static const char *interface_name(const struct cusb_device *dev, int number)
{
	static char name[64];

	snprintf(name, sizeof name, "%s:1.%d", dev->name, number);
	return name;
}

static int get_status(int fd)
{
	unsigned char status[2];
	struct usbdevfs_ctrltransfer control = {0x80, 0, 0, 0, sizeof status, GUARD_MS, status};

	return other_ioctl(fd, USBDEVFS_CONTROL, &control);
}

static int submit_read(int fd, unsigned char endpoint, struct usbdevfs_urb *urb)
{
	static char data[64];

	*urb = (struct usbdevfs_urb){.type = USBDEVFS_URB_TYPE_BULK, .endpoint = endpoint};
	urb->buffer = data;
	urb->buffer_length = sizeof data;
	return other_ioctl(fd, USBDEVFS_SUBMITURB, urb);
}

CASE(it_is_a_number_in_sysfs)
{
	struct cusb_device *dev = plug_loopback();

	check_attribute(dev->name, "authorized", "1");
	check_attribute(interface_name(dev, 0), "authorized", "1");
	world_authorize(dev->name, false);
	check_attribute(dev->name, "authorized", "0");
	check_attribute(dev->name, "bConfigurationValue", "");
	check_attribute(dev->name, "product", "Loopback ∞ Übungsgerät");
	world_authorize(dev->name, true);
	check_attribute(dev->name, "authorized", "1");
	check_attribute(dev->name, "bConfigurationValue", "1");
	cusb_device_free(dev);
}

CASE(writing_the_same_number_changes_nothing)
{
	struct cusb_device *dev = plug_loopback();
	int fd = other_open(dev);

	CHECK_OK(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 1));
	CHECK_OK(other_set_altsetting(fd, 1, 2));
	world_authorize(dev->name, true);
	check_attribute(interface_name(dev, 1), "bAlternateSetting", " 2");
	world_authorize(dev->name, false);
	world_authorize(dev->name, false);
	check_attribute(dev->name, "authorized", "0");
	world_authorize(dev->name, true);
	other_close(fd);
	cusb_device_free(dev);
}

CASE(a_device_that_is_not_authorized_is_open_but_unconfigured)
{
	struct cusb_device *dev = plug_loopback();
	struct usbdevfs_getdriver driver = {0};
	struct usbdevfs_urb urb;
	int fd;

	world_authorize(dev->name, false);
	fd = other_open(dev);
	CHECK_INT(get_status(fd), 2);
	CHECK_INT(other_ioctl(fd, USBDEVFS_GETDRIVER, &driver), -ENODATA);
	CHECK_INT(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 0), -ENOENT);
	CHECK_INT(other_ioctl_number(fd, USBDEVFS_RELEASEINTERFACE, 0), -ENOENT);
	CHECK_INT(other_set_altsetting(fd, 1, 1), -EHOSTUNREACH);
	CHECK_INT(other_ioctl_number(fd, USBDEVFS_CLEAR_HALT, 0x81), -ESRCH);
	CHECK_INT(submit_read(fd, 0x81, &urb), -ESRCH);
	CHECK_INT(other_disconnect(fd, 0), -EHOSTUNREACH);
	CHECK_OK(other_ioctl(fd, USBDEVFS_RESET, NULL));
	other_close(fd);
	world_authorize(dev->name, true);
	cusb_device_free(dev);
}

/* The kernel says 0, and has done nothing. */
CASE(set_configuration_succeeds_and_does_nothing)
{
	struct cusb_device *dev = plug_loopback();
	int fd = other_open(dev);

	world_authorize(dev->name, false);
	CHECK_OK(other_ioctl_number(fd, USBDEVFS_SETCONFIGURATION, 1));
	check_attribute(dev->name, "bConfigurationValue", "");
	CHECK_OK(other_ioctl_number(fd, USBDEVFS_SETCONFIGURATION, 200));
	check_attribute(dev->name, "bConfigurationValue", "");
	world_authorize(dev->name, true);
	check_attribute(dev->name, "bConfigurationValue", "1");
	other_close(fd);
	cusb_device_free(dev);
}

CASE(the_configuration_is_chosen_as_at_plugging_in)
{
	struct cusb_device *dev = plug_loopback();
	int fd = other_open(dev);

	CHECK_OK(other_ioctl_number(fd, USBDEVFS_SETCONFIGURATION, 2));
	world_authorize(dev->name, false);
	world_authorize(dev->name, true);
	check_attribute(dev->name, "bConfigurationValue", "1");
	other_close(fd);
	cusb_device_free(dev);
}

CASE(claims_and_transfers_end_with_the_permission)
{
	struct cusb_device *dev = plug_loopback();
	int fd = other_open(dev), third = other_open(dev);
	struct usbdevfs_urb urb, *done = NULL;

	CHECK_OK(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 0));
	CHECK_OK(submit_read(fd, 0x81, &urb));
	CHECK_INT(other_ioctl_number(third, USBDEVFS_CLAIMINTERFACE, 0), -EBUSY);
	world_authorize(dev->name, false);
	CHECK_OK(other_ioctl(fd, USBDEVFS_REAPURBNDELAY, &done));
	CHECK(done == &urb);
	CHECK_INT(urb.status, -ESHUTDOWN);
	world_authorize(dev->name, true);
	CHECK_OK(other_ioctl_number(third, USBDEVFS_CLAIMINTERFACE, 0));
	CHECK_INT(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 0), -EBUSY);
	other_close(third);
	other_close(fd);
	cusb_device_free(dev);
}

CASE(an_interface_that_is_not_authorized_cannot_be_claimed)
{
	struct cusb_device *dev = plug_loopback();
	int fd = other_open(dev);

	world_authorize(interface_name(dev, 0), false);
	check_attribute(interface_name(dev, 0), "authorized", "0");
	CHECK_INT(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 0), -ENODEV);
	CHECK_OK(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 1));
	world_authorize(interface_name(dev, 0), true);
	CHECK_OK(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 0));
	other_close(fd);
	cusb_device_free(dev);
}

CASE(an_interface_loses_its_claim_with_its_permission)
{
	struct cusb_device *dev = plug_loopback();
	int fd = other_open(dev);
	struct usbdevfs_urb urb, *done = NULL;

	CHECK_OK(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 1));
	CHECK_OK(other_set_altsetting(fd, 1, 1));
	CHECK_OK(submit_read(fd, 0x83, &urb));
	world_authorize(interface_name(dev, 1), false);
	CHECK_OK(other_ioctl(fd, USBDEVFS_REAPURBNDELAY, &done));
	CHECK_INT(urb.status, -ESHUTDOWN);
	check_attribute(interface_name(dev, 1), "bAlternateSetting", " 0");
	world_authorize(interface_name(dev, 1), true);
	CHECK_INT(other_ioctl_number(fd, USBDEVFS_RELEASEINTERFACE, 1), -EINVAL);
	CHECK_OK(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 1));
	other_close(fd);
	cusb_device_free(dev);
}

CASE(a_new_configuration_has_authorized_interfaces)
{
	struct cusb_device *dev = plug_loopback();
	int fd = other_open(dev);

	world_authorize(interface_name(dev, 0), false);
	CHECK_OK(other_ioctl_number(fd, USBDEVFS_SETCONFIGURATION, 1)); /* the same one */
	CHECK_INT(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 0), -ENODEV);
	CHECK_OK(other_ioctl_number(fd, USBDEVFS_SETCONFIGURATION, 2));
	CHECK_OK(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 0));
	other_close(fd);
	cusb_device_free(dev);
}
