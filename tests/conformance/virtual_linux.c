/* SPDX-License-Identifier: MIT */
/* The miniature kernel makes of a device's descriptors and strings what Linux makes of them. */
#define CASES_NEED NEED_NATIVE

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <linux/usbdevice_fs.h>

#include "backend/usbfs/usbfs.h"

#include "world.h"

static const struct cusb_syscalls *calls(void)
{
	return world.kernel ? &virtual_syscalls : &real_syscalls;
}

static struct cusb_virtual_model *model;

/* Plugs in the device of that text, and returns its name. */
static const char *plug_text(const char *text)
{
	char why[128] = "";

	if (cusb_virtual_parse(text, why, sizeof why, &model) != 0)
		check_failed(__FILE__, __LINE__, why);
	return world_plug_model(model);
}

static void unplug_text(const char *name)
{
	world_unplug(name);
	cusb_virtual_model_free(model);
}

/* The text of an attribute below /sys/bus/usb/devices. */
static void check_attribute(const char *name, const char *attribute, const char *want)
{
	char path[128], text[256] = "";
	int fd;

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s%s", name, attribute);
	fd = calls()->openat(world.kernel, AT_FDCWD, path, O_RDONLY);
	if (fd < 0)
		check_failed(__FILE__, __LINE__, path);
	CHECK(calls()->pread(world.kernel, fd, text, sizeof text - 1, 0) >= 0);
	calls()->close(world.kernel, fd);
	CHECK_STR(text, want);
}

/* ---- the configuration ---- */

#define DEVICE(class, count)                                                                       \
	"descriptors 12 01 00 02 " class " 00 00 40 fe ff 60 00 00 01 00 00 00 " count "\n"
#define CONFIGURATION(value, power, triple)                                                        \
	"09 02 12 00 01 " value " 00 80 " power " 09 04 00 00 00 " triple " 00\n"
#define VENDOR "ff 00 00"
#define CLASS  "fe 77 00"
#define RNDIS  "02 02 ff"
#define AUDIO  "01 7f 00"
#define UAC3   "01 7f 30"

static const struct {
	const char *text, *value;
} choices[] = {
	{DEVICE("00", "02") CONFIGURATION("01", "32", VENDOR) CONFIGURATION("02", "32", VENDOR),
	 "1\n"},
	{DEVICE("00", "02") CONFIGURATION("03", "32", VENDOR) CONFIGURATION("07", "32", CLASS),
	 "7\n"},
	{DEVICE("ff", "02") CONFIGURATION("01", "32", VENDOR) CONFIGURATION("02", "32", CLASS),
	 "1\n"},
	{DEVICE("00", "02") CONFIGURATION("01", "32", RNDIS) CONFIGURATION("02", "32", CLASS),
	 "2\n"},
	{DEVICE("00", "02") CONFIGURATION("01", "32", RNDIS) CONFIGURATION("02", "32", VENDOR),
	 "1\n"},
	{DEVICE("00", "02") CONFIGURATION("01", "32", AUDIO) CONFIGURATION("02", "32", UAC3),
	 "2\n"},
	{DEVICE("00", "02") CONFIGURATION("01", "fb", CLASS) CONFIGURATION("02", "32", VENDOR),
	 "2\n"},
	{DEVICE("00", "01") CONFIGURATION("00", "32", VENDOR), "0\n"},
};

CASE(configuration_is_chosen)
{
	for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
		char name[32];

		strcpy(name, plug_text(choices[i].text));
		check_attribute(name, "/bConfigurationValue", choices[i].value);
		unplug_text(name);
	}
}

/* ---- through the node ---- */

static int node;

static void open_node(const char *name)
{
	struct cusb_device *dev = find_name(name);
	char path[64];

	snprintf(path, sizeof path, "/dev/bus/usb/%03u/%03u", dev->bus, dev->address);
	cusb_device_free(dev);
	node = calls()->openat(world.kernel, AT_FDCWD, path, O_RDWR);
	CHECK(node >= 0);
}

static int node_ioctl(unsigned long request, void *arg)
{
	return calls()->ioctl(world.kernel, node, request, arg);
}

static int set_configuration(int value)
{
	return node_ioctl(USBDEVFS_SETCONFIGURATION, &value);
}

static int set_altsetting(unsigned int interface, unsigned int altsetting)
{
	return node_ioctl(USBDEVFS_SETINTERFACE,
			  &(struct usbdevfs_setinterface){interface, altsetting});
}

static int bulk(unsigned int endpoint, void *data, unsigned int length)
{
	return node_ioctl(USBDEVFS_BULK,
			  &(struct usbdevfs_bulktransfer){endpoint, length, GUARD_MS, data});
}

static int submit(unsigned char endpoint)
{
	static char data[512];
	static struct usbdevfs_urb urb;

	urb = (struct usbdevfs_urb){.type = USBDEVFS_URB_TYPE_BULK,
				    .endpoint = endpoint,
				    .buffer = data,
				    .buffer_length = sizeof data};
	return node_ioctl(USBDEVFS_SUBMITURB, &urb);
}

#define ZERO                                                                                       \
	DEVICE("00", "01")                                                                         \
	"09 02 20 00 01 00 00 80 32 09 04 00 00 02 ff 00 00 00\n"                                  \
	"07 05 01 02 00 02 00 07 05 81 02 00 02 00\n"                                              \
	"loop 01 81\n"

CASE(configuration_may_be_numbered_0)
{
	unsigned int interface = 0;
	char name[32], data[512];

	strcpy(name, plug_text(ZERO));
	open_node(name);
	CHECK_INT(bulk(0x01, (char[]){"hi"}, 2), 2);
	CHECK_INT(bulk(0x81, data, sizeof data), 2);
	CHECK_OK(node_ioctl(USBDEVFS_RELEASEINTERFACE, &interface));
	CHECK_OK(set_configuration(-1));
	check_attribute(name, "/bConfigurationValue", "");
	CHECK_OK(set_configuration(0));
	check_attribute(name, "/bConfigurationValue", "0\n");
	CHECK_INT(set_configuration(1), -EINVAL);
	CHECK_INT(bulk(0x01, (char[]){"abc"}, 3), 3);
	CHECK_INT(bulk(0x81, data, sizeof data), 3);
	calls()->close(world.kernel, node);
	unplug_text(name);
}

/* Endpoint 0x81 is in setting 1 of interface 0, and in interface 1 as well. */
#define TWICE                                                                                      \
	DEVICE("00", "01")                                                                         \
	"09 02 33 00 02 01 00 80 32\n"                                                             \
	"09 04 00 00 00 ff 00 00 00\n"                                                             \
	"09 04 00 01 01 ff 00 00 00 07 05 81 02 00 02 00\n"                                        \
	"09 04 01 00 01 ff 00 00 00 07 05 81 02 00 02 00\n"                                        \
	"in 81 01 02 03 04\n"                                                                      \
	"in 81 again\n"

CASE(endpoint_of_two_interfaces_belongs_to_the_first)
{
	char name[32], data[512];

	strcpy(name, plug_text(TWICE));
	open_node(name);
	check_attribute(name, ":1.1/bNumEndpoints", "00\n");
	CHECK_INT(submit(0x81), -ENOENT);
	CHECK_INT(bulk(0x81, data, sizeof data), -EINVAL);
	CHECK_OK(set_altsetting(0, 1));
	check_attribute(name, ":1.0/bNumEndpoints", "01\n");
	CHECK_INT(bulk(0x81, data, sizeof data), 4);
	calls()->close(world.kernel, node);
	unplug_text(name);
}

/* ---- strings ---- */

#define STRINGS                                                                                    \
	"descriptors 12 01 00 02 00 00 00 40 fe ff 53 00 00 01 01 02 03 01\n"                      \
	"09 02 12 00 01 01 04 80 32 09 04 00 00 00 ff 00 00 05\n"                                  \
	"langids 0409\n"                                                                           \
	"control 80 06 0301 0409 answer 0a 03 41 00 42 00 00 00 43 00\n"                           \
	"control 80 06 0302 0409 answer 10 03 c0 03 1e 22 3d d8 00 de 00 de 41 00 3d d8\n"         \
	"control 80 06 0303 0409 answer 08 03 31 00 0a 00 32 00\n"                                 \
	"control 80 06 0304 0409 answer 06 03 43 00 44 00 45 00\n"                                 \
	"control 80 06 0305 0409 answer 09 03 45 00 46 00 47\n"

CASE(strings_are_read_as_linux_reads_them)
{
	char name[32];

	strcpy(name, plug_text(STRINGS));
	check_attribute(name, "/manufacturer", "AB\n");
	check_attribute(name, "/product",
			"\xcf\x80\xe2\x88\x9e\xf0\x9f\x98\x80"
			"A\n");
	check_attribute(name, "/serial", "1\n2\n");
	check_attribute(name, "/configuration", "CD\n");
	check_attribute(name, ":1.0/interface", "EF\n");
	unplug_text(name);
}
