/* SPDX-License-Identifier: MIT */
/*
 * Remedies for a failure.
 *
 * Kernel facts: a device node lies at /dev/bus/usb/BBB/DDD. A node on a file system that is mounted
 * with nodev cannot be opened: EACCES, for root too. A device cgroup forbids with EPERM. Opening a
 * device that is not authorized works; it has no configuration then, and gets none.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cusb/transfer.h>
#include <cusb/util.h>

#include "attempt.h"
#include "descriptor/ignored.h"
#include "endpoint.h"

static bool is_local(const struct options *opts)
{
	return !option_given(opts, OPTION_VIRTUAL) && !option_given(opts, OPTION_HOST);
}

static bool is_on_nodev_mount(const struct cusb_device *dev)
{
	struct statfs status;
	char path[40];

	snprintf(path, sizeof path, "/dev/bus/usb/%03d/%03d", dev->bus, dev->address);
	return statfs(path, &status) == 0 && status.f_flags & ST_NODEV;
}

static void hint_permission(struct error_message *message, const struct cusb_device *dev,
			    const struct options *opts, int err)
{
	message_add(message, " /dev/bus/usb/%03d/%03d; ", dev->bus, dev->address);
	if (err == -EPERM)
		message_add(message, "the device cgroup of this container or service forbids it: "
				     "allow 'c 189:* rwm' there");
	else if (is_local(opts) && is_on_nodev_mount(dev))
		message_add(message, "its file system is mounted with nodev: mount it with 'dev'");
	else if (geteuid() == 0)
		message_add(message, "this root lacks CAP_DAC_OVERRIDE, as in a container, or a "
				     "security module forbids it");
	else
		message_add(message,
			    "run as root, or put this into /etc/udev/rules.d/70-cusb.rules and "
			    "plug the device in again: SUBSYSTEM==\"usb\", "
			    "ATTR{idVendor}==\"%04x\", ATTR{idProduct}==\"%04x\", "
			    "MODE=\"0660\", GROUP=\"plugdev\", TAG+=\"uaccess\"",
			    dev->idVendor, dev->idProduct);
}

/* `part` is the device or an interface of it, as on the command line. */
static void add_authorized(struct error_message *message, const char *part)
{
	message_add(message, "; 'cusb authorize %s' allows it", part);
}

static void hint_no_node(struct error_message *message, const struct cusb_device *dev)
{
	message_add(message,
		    " /dev/bus/usb/%03d/%03d: mount devtmpfs on /dev, have udev or mdev "
		    "make it, or hand it to the container",
		    dev->bus, dev->address);
}

/* The interface of the attempt, -1 for the device as a whole. */
static int interface_of(struct cusb_device *dev, const struct attempt *attempt)
{
	unsigned int address = (unsigned int)attempt->number;
	const struct cusb_endpoint *ep;

	if (attempt->step == STEP_CLAIM || attempt->step == STEP_ALTSETTING)
		return attempt->number;
	if (attempt->step == STEP_OPEN || attempt->step == STEP_CONFIGURE ||
	    attempt->step == STEP_RESET)
		return -1;
	if (attempt->step == STEP_CONTROL) {
		if ((attempt->number & CUSB_CTRL_RECIPIENT_MASK) == CUSB_CTRL_RECIPIENT_INTERFACE)
			return attempt->setting & 0xff;
		address = (unsigned int)attempt->setting;
	}
	ep = endpoint_now(dev, address);
	return ep ? ep->interface->bInterfaceNumber : -1;
}

/* The first interface with a driver, of all interfaces when `only` is -1; -1: none has one. */
static int driven_interface(struct cusb_device *dev, int only, char name[64])
{
	const struct cusb_configuration *cfg;

	name[0] = '\0';
	if (cusb_active_configuration(dev, &cfg) < 0)
		return -1;
	for (size_t i = 0; i < cfg->interface_count; i++) {
		int number = cusb_interface_at(cfg, i, 0)->bInterfaceNumber;

		if ((only < 0 || only == number) &&
		    cusb_kernel_driver(dev, (unsigned int)number, name, 64) == 0)
			return number;
	}
	name[0] = '\0';
	return -1;
}

static void hint_busy(struct error_message *message, struct cusb_device *dev,
		      const struct options *opts, const struct attempt *attempt)
{
	char name[64];
	int number = driven_interface(dev, interface_of(dev, attempt), name);

	if (strcmp(name, "usbfs") == 0) {
		message_add(message, "; another program has interface %d: end it first", number);
		return;
	}
	if (name[0])
		message_add(message, "; the kernel driver %s has interface %d", name, number);
	if (!option_given(opts, OPTION_DETACH))
		message_add(message, "; --detach takes it from a kernel driver");
}

static void add_endpoints(struct error_message *message, struct cusb_device *dev,
			  const struct cusb_configuration *cfg)
{
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep;
	const char *comma = " ";

	message_add(message, "; there are");
	cusb_for_each_interface (cfg, intf) {
		if (intf->bAlternateSetting != cusb_altsetting(dev, intf->bInterfaceNumber))
			continue;
		cusb_for_each_endpoint (intf, ep) {
			if (endpoint_is_ignored(ep))
				continue;
			message_add(message, "%s0x%02x", comma, ep->bEndpointAddress);
			comma = ", ";
		}
	}
	if (comma[0] == ' ')
		message_add(message, " none");
}

static void add_place(struct error_message *message, const struct cusb_endpoint *ep,
		      const struct cusb_configuration *active)
{
	const struct cusb_interface *intf = ep->interface;

	message_add(message, "; 0x%02x is at", ep->bEndpointAddress);
	if (intf->configuration != active)
		message_add(message, " --configuration %d",
			    intf->configuration->bConfigurationValue);
	message_add(message, " --interface %d --altsetting %d", intf->bInterfaceNumber,
		    intf->bAlternateSetting);
}

static void add_ignored(struct error_message *message, const struct cusb_endpoint *ep)
{
	message_add(message,
		    "; the kernel ignores 0x%02x of interface %d, setting %d: a duplicate, or one "
		    "too many",
		    ep->bEndpointAddress, ep->interface->bInterfaceNumber,
		    ep->interface->bAlternateSetting);
}

/* The first setting that has the endpoint, with room; and descriptors of it that do not count. */
static void add_places(struct error_message *message, struct cusb_device *dev,
		       const struct attempt *attempt)
{
	const struct cusb_configuration *active = NULL, *cfg;
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep, *first = NULL;

	if (cusb_active_configuration(dev, &active) < 0)
		return;
	cusb_for_each_configuration (dev, cfg)
		cusb_for_each_interface (cfg, intf)
			cusb_for_each_endpoint (intf, ep) {
				if (ep->bEndpointAddress != attempt->number)
					continue;
				if (endpoint_is_ignored(ep))
					add_ignored(message, ep);
				else if (!first && cusb_iso_packet_size(ep) > 0)
					add_place(message, first = ep, active);
			}
}

static void hint_no_endpoint(struct error_message *message, struct cusb_device *dev,
			     const struct attempt *attempt)
{
	const struct cusb_configuration *active;

	if (cusb_active_configuration(dev, &active) < 0)
		return;
	add_endpoints(message, dev, active);
	add_places(message, dev, attempt);
}

/* Isochronous endpoints often have packets of 0 bytes in setting 0, which take no bandwidth. */
static void hint_no_room(struct error_message *message, struct cusb_device *dev,
			 const struct attempt *attempt)
{
	if ((attempt->step == STEP_READ || attempt->step == STEP_WRITE) &&
	    endpoint_packet(dev, (unsigned int)attempt->number) == 0)
		add_places(message, dev, attempt);
}

static void hint_configurations(struct error_message *message, const struct cusb_device *dev)
{
	const struct cusb_configuration *cfg;

	message_add(message, "; its configurations are");
	cusb_for_each_configuration (dev, cfg)
		message_add(message, " %d", cfg->bConfigurationValue);
}

static bool is_not_authorized(const struct cusb_device *dev)
{
	char path[80], value;
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s/authorized", dev->name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, &value, 1);
	close(fd);
	return n == 1 && value == '0';
}

/* The other reason for -EHOSTUNREACH is a suspended device, for which the user has no remedy. */
static void hint_not_configured(struct error_message *message, struct cusb_device *dev,
				const struct options *opts)
{
	const struct cusb_configuration *cfg;

	if (cusb_active_configuration(dev, &cfg) != -EHOSTUNREACH)
		return;
	if (is_local(opts) && is_not_authorized(dev)) {
		message_add(message, "; the device is not authorized");
		add_authorized(message, dev->name);
		return;
	}
	message_add(message, "; it is not configured: choose with --configuration");
	hint_configurations(message, dev);
}

/* After opening, -EACCES means that the device or the interface is not authorized. */
static void hint_not_authorized(struct error_message *message, struct cusb_device *dev,
				const struct attempt *attempt)
{
	int number = interface_of(dev, attempt);
	char part[64];

	snprintf(part, sizeof part, "%s:%d", dev->name, number);
	add_authorized(message, number < 0 ? dev->name : part);
}

static void hint_interfaces(struct error_message *message, struct cusb_device *dev)
{
	const struct cusb_configuration *cfg;

	if (cusb_active_configuration(dev, &cfg) < 0)
		return;
	message_add(message, "; configuration %d has interfaces", cfg->bConfigurationValue);
	for (size_t i = 0; i < cfg->interface_count; i++)
		message_add(message, " %d", cusb_interface_at(cfg, i, 0)->bInterfaceNumber);
}

static void hint_altsettings(struct error_message *message, struct cusb_device *dev, int number)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;

	hint_interfaces(message, dev);
	if (cusb_active_configuration(dev, &cfg) < 0)
		return;
	cusb_for_each_interface (cfg, intf) {
		if (intf->bInterfaceNumber == number && intf->alternate_index == 0)
			message_add(message, "; interface %d has alternate settings", number);
		if (intf->bInterfaceNumber == number)
			message_add(message, " %d", intf->bAlternateSetting);
	}
}

static void hint_invalid(struct error_message *message, struct cusb_device *dev,
			 const struct attempt *attempt)
{
	if (attempt->step == STEP_CONFIGURE)
		hint_configurations(message, dev);
	else if (attempt->step == STEP_ALTSETTING)
		hint_altsettings(message, dev, attempt->number);
}

static void hint_not_there(struct error_message *message, struct cusb_device *dev,
			   const struct attempt *attempt)
{
	if (attempt->step == STEP_OPEN)
		hint_no_node(message, dev);
	else if (attempt->step == STEP_CLAIM)
		hint_interfaces(message, dev);
	else if (attempt->step != STEP_CONTROL)
		hint_no_endpoint(message, dev, attempt);
}

static void hint_stalled(struct error_message *message, const struct options *opts,
			 const struct attempt *attempt)
{
	if (attempt->step == STEP_CONTROL)
		message_add(message, "; the device refuses this request or its values");
	else if ((attempt->step == STEP_READ || attempt->step == STEP_WRITE) &&
		 !option_given(opts, OPTION_CLEAR_HALT))
		message_add(message, "; --clear-halt clears the halt first");
}

static void hint_overflow(struct error_message *message, struct cusb_device *dev,
			  const struct attempt *attempt)
{
	const struct cusb_endpoint *ep = endpoint_now(dev, (unsigned int)attempt->number);

	if (attempt->step == STEP_READ && ep)
		message_add(message, "; make LENGTH a multiple of %d", ep->wMaxPacketSize & 0x7ff);
}

static void hint_sysfs(struct error_message *message, const struct cusb_device *dev,
		       const struct attempt *attempt, int err)
{
	if (err == -EROFS)
		message_add(message, "; a container has /sys for reading only: run this outside");
	else if (err == -EACCES || err == -EPERM)
		message_add(message, geteuid() == 0 ? "; this root lacks a capability, as in a "
						      "container, or a security module forbids it"
						    : "; run as root");
	else if (err == -EINVAL && attempt->step == STEP_SET_CONFIGURATION)
		hint_configurations(message, dev);
	else if (err == -ENODEV && attempt->step == STEP_BIND)
		message_add(message,
			    "; 'echo %04x %04x >/sys/bus/usb/drivers/DRIVER/new_id' tells it",
			    dev->idVendor, dev->idProduct);
	else if (err == -ENOENT && attempt->step == STEP_BIND)
		message_add(message, "; is the driver's module loaded?");
}

void hint_add(struct error_message *message, struct cusb_device *dev, const struct options *opts,
	      const struct attempt *attempt, int err)
{
	if (attempt_is_in_sysfs(attempt))
		hint_sysfs(message, dev, attempt, err);
	else if (attempt->step == STEP_OPEN && (err == -EACCES || err == -EPERM))
		hint_permission(message, dev, opts, err);
	else if (err == -EACCES)
		hint_not_authorized(message, dev, attempt);
	else if (err == -EMSGSIZE)
		hint_no_room(message, dev, attempt);
	else if (err == -EBUSY)
		hint_busy(message, dev, opts, attempt);
	else if (err == -EHOSTUNREACH)
		hint_not_configured(message, dev, opts);
	else if (err == -EINVAL)
		hint_invalid(message, dev, attempt);
	else if (err == -ENOENT)
		hint_not_there(message, dev, attempt);
	else if (err == -EOVERFLOW)
		hint_overflow(message, dev, attempt);
	else if (err == -EPIPE)
		hint_stalled(message, opts, attempt);
	else if (err == -ETIMEDOUT)
		message_add(message, "; --timeout MS waits longer than %d ms, 0 for ever",
			    cusb_default_timeout(dev));
	else if (err == -ENOMEM)
		message_add(message,
			    "; the limit is /sys/module/usbcore/parameters/usbfs_memory_mb");
}
