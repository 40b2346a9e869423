/* SPDX-License-Identifier: MIT */
/*
 * The acts of a second program on the device, and the kernel's reasons (drivers/usb/core of 6.1).
 */
#include <errno.h>
#include <stdio.h>

#include "second_program.h"

#define BOTH 3U /* interfaces, as bits */

/* usb_reset_device(): usbfs does not know of resets, so it is unbound from every interface. */
static int reset(const struct cusb_device *dev, int fd)
{
	(void)dev;
	return other_ioctl(fd, USBDEVFS_RESET, NULL);
}

/* proc_setconfig(): -EBUSY while any interface is claimed. */
static int set_same_configuration(const struct cusb_device *dev, int fd)
{
	(void)dev;
	return other_ioctl_number(fd, USBDEVFS_SETCONFIGURATION, 1);
}

static int set_other_configuration(const struct cusb_device *dev, int fd)
{
	(void)dev;
	return other_ioctl_number(fd, USBDEVFS_SETCONFIGURATION, 2);
}

static int unconfigure(const struct cusb_device *dev, int fd)
{
	(void)dev;
	return other_ioctl_number(fd, USBDEVFS_SETCONFIGURATION, (unsigned int)-1);
}

/* bConfigurationValue_store() does not ask about claims. All interfaces are made anew. */
static int write_same_configuration(const struct cusb_device *dev, int fd)
{
	(void)fd;
	world_configure(dev->name, 1);
	return 0;
}

static int write_other_configuration(const struct cusb_device *dev, int fd)
{
	(void)fd;
	world_configure(dev->name, 2);
	return 0;
}

static int write_no_configuration(const struct cusb_device *dev, int fd)
{
	(void)fd;
	world_configure(dev->name, -1);
	return 0;
}

static int claim(const struct cusb_device *dev, int fd)
{
	(void)dev;
	return other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 0);
}

/* proc_setintf(): only with a claim. */
static int set_altsetting(const struct cusb_device *dev, int fd)
{
	int err = other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 1);

	(void)dev;
	return err < 0 ? err : other_set_altsetting(fd, 1, 2);
}

/* releaseintf(): usb_unbind_interface() selects setting 0 again. */
static int set_altsetting_and_leave(const struct cusb_device *dev, int fd)
{
	int err = set_altsetting(dev, fd);

	return err < 0 ? err : other_ioctl_number(fd, USBDEVFS_RELEASEINTERFACE, 1);
}

/* proc_ioctl(): unbinds any driver, and usbfs is one. */
static int detach(const struct cusb_device *dev, int fd)
{
	int err = other_disconnect(fd, 0);

	(void)dev;
	return err < 0 ? err : other_disconnect(fd, 1);
}

static int detach_and_claim(const struct cusb_device *dev, int fd)
{
	int err = detach(dev, fd);

	if (err == 0)
		err = other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 1);
	return err < 0 ? err : claim(dev, fd);
}

/* usb_deauthorize_device() */
static int deauthorize(const struct cusb_device *dev, int fd)
{
	(void)fd;
	world_authorize(dev->name, false);
	return 0;
}

static int deauthorize_and_authorize(const struct cusb_device *dev, int fd)
{
	deauthorize(dev, fd);
	world_authorize(dev->name, true);
	return 0;
}

static void authorize_interfaces(const struct cusb_device *dev, bool authorized)
{
	for (int number = 0; number < 2; number++) {
		char name[64];

		snprintf(name, sizeof name, "%s:1.%d", dev->name, number);
		world_authorize(name, authorized);
	}
}

/* usb_deauthorize_interface() unbinds; usb_driver_claim_interface() then says -ENODEV. */
static int deauthorize_interfaces(const struct cusb_device *dev, int fd)
{
	(void)fd;
	authorize_interfaces(dev, false);
	return 0;
}

static int deauthorize_and_authorize_interfaces(const struct cusb_device *dev, int fd)
{
	deauthorize_interfaces(dev, fd);
	authorize_interfaces(dev, true);
	return 0;
}

static int unplug(const struct cusb_device *dev, int fd)
{
	(void)fd;
	world_unplug(dev->name);
	return 0;
}

static int replug(const struct cusb_device *dev, int fd)
{
	unplug(dev, fd);
	world_plug("loopback");
	return 0;
}

/* The kernel refuses the first ones. `configuration` 0 and `altsetting` 0 are not written out. */
const struct act second_acts[] = {
	{"claim_of_a_claimed_interface", HOLDS, claim, -EBUSY, .configuration = 1, .altsetting = 1},
	{"set_altsetting_of_a_claimed_interface", HOLDS, set_altsetting, -EBUSY, .configuration = 1,
	 .altsetting = 1},
	{"set_same_configuration_of_a_claimed_device", HOLDS, set_same_configuration, -EBUSY,
	 .configuration = 1, .altsetting = 1},
	{"set_other_configuration_of_a_claimed_device", HOLDS, set_other_configuration, -EBUSY,
	 .configuration = 1, .altsetting = 1},
	{"unconfigure_a_claimed_device", HOLDS, unconfigure, -EBUSY, .configuration = 1,
	 .altsetting = 1},

	{"reset", HOLDS, reset, 0, .configuration = 1},
	{"write_same_configuration", HOLDS, write_same_configuration, 0, .configuration = 1},
	{"write_other_configuration", HOLDS, write_other_configuration, 0, .configuration = 2},
	{"write_no_configuration", HOLDS, write_no_configuration, 0, .gone = false},
	{"detach", HOLDS, detach, 0, .configuration = 1},
	{"detach_and_claim", HOLDS, detach_and_claim, 0, .configuration = 1, .taken = BOTH,
	 .taken_err = -EBUSY},
	{"deauthorize", HOLDS, deauthorize, 0, .unauthorized = true, .lasts = true},
	{"deauthorize_and_authorize", HOLDS, deauthorize_and_authorize, 0, .configuration = 1,
	 .unconfigures = true},
	{"deauthorize_interfaces", HOLDS, deauthorize_interfaces, 0, .configuration = 1,
	 .taken = BOTH, .taken_err = -EACCES, .lasts = true},
	{"deauthorize_and_authorize_interfaces", HOLDS, deauthorize_and_authorize_interfaces, 0,
	 .configuration = 1},
	{"unplug", HOLDS, unplug, 0, .gone = true},
	{"replug", HOLDS, replug, 0, .gone = true},

	{"claim", IDLE, claim, 0, .configuration = 1, .taken = 1, .taken_err = -EBUSY},
	{"set_altsetting", IDLE, set_altsetting, 0, .configuration = 1, .altsetting = 2, .taken = 2,
	 .taken_err = -EBUSY},
	{"set_altsetting_and_leave", IDLE, set_altsetting_and_leave, 0, .configuration = 1},
	{"set_same_configuration", IDLE, set_same_configuration, 0, .configuration = 1},
	{"set_other_configuration", IDLE, set_other_configuration, 0, .configuration = 2},
	{"unconfigure", IDLE, unconfigure, 0, .gone = false},
	{"reset_of_an_idle_device", IDLE, reset, 0, .configuration = 1},
	{"deauthorize_an_idle_device", IDLE, deauthorize, 0, .unauthorized = true, .lasts = true},
};
const size_t second_act_count = sizeof second_acts / sizeof second_acts[0];
