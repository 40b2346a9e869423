/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static int open_at(const char *path, int flags)
{
	int fd = world_open(path, flags);

	if (fd >= 0)
		world_close(fd);
	return fd < 0 ? fd : 0;
}

/* Plugs a device with those descriptors into 1-2. */
static void plug_bytes(enum cusb_speed speed, const uint8_t *bytes, size_t length)
{
	static struct cusb_virtual_model model;

	model = (struct cusb_virtual_model){.name = "bytes",
					    .speed = speed,
					    .descriptors = bytes,
					    .descriptors_length = length};
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, &model, "1-2"), 0);
}

FIXTURE_WORLD("loopback")

CASE(device_attributes_have_the_formats_of_the_kernel)
{
	world_expect("1-1/busnum", "1\n");
	world_expect("1-1/devnum", "2\n");
	world_expect("1-1/dev", "189:1\n");
	world_expect("1-1/devpath", "1\n");
	world_expect("1-1/speed", "480\n");
	world_expect("1-1/version", " 2.00\n");
	world_expect("1-1/idVendor", "fffe\n");
	world_expect("1-1/idProduct", "0001\n");
	world_expect("1-1/bcdDevice", "0100\n");
	world_expect("1-1/bDeviceClass", "00\n");
	world_expect("1-1/bMaxPacketSize0", "64\n");
	world_expect("1-1/bNumConfigurations", "2\n");
	world_expect("1-1/maxchild", "0\n");
}

CASE(each_field_has_its_attribute)
{
	static const uint8_t bytes[] = {
		18, 1,	  0x10, 0x03, 0xa1, 0xa2, 0xa3, 9, 0x34, 0x12, 0x78, 0x56, 9,	 0x87, 0,
		0,  0,	  1,	9,    2,    26,	  0,	1, 5,	 0,    0xe0, 30,   8,	 11,   0,
		1,  0xb1, 0xb2, 0xb3, 0,    9,	  4,	0, 0,	 0,    0xc1, 0xc2, 0xc3, 0};

	plug_bytes(CUSB_SPEED_SUPER_PLUS, bytes, sizeof bytes);
	world_expect("1-2/version", " 3.10\n");
	world_expect("1-2/bDeviceClass", "a1\n");
	world_expect("1-2/bDeviceSubClass", "a2\n");
	world_expect("1-2/bDeviceProtocol", "a3\n");
	world_expect("1-2/bMaxPacketSize0", "9\n");
	world_expect("1-2/idVendor", "1234\n");
	world_expect("1-2/idProduct", "5678\n");
	world_expect("1-2/bcdDevice", "8709\n");
	world_expect("1-2/bConfigurationValue", "5\n");
	world_expect("1-2/bNumInterfaces", " 1\n");
	world_expect("1-2/bMaxPower", "240mA\n");
	world_expect("1-2/speed", "10000\n");
	world_expect("1-2:5.0/bInterfaceClass", "c1\n");
	world_expect("1-2:5.0/bInterfaceSubClass", "c2\n");
	world_expect("1-2:5.0/bInterfaceProtocol", "c3\n");
	world_expect("1-2:5.0/iad_bFirstInterface", "00\n");
	world_expect("1-2:5.0/iad_bInterfaceCount", "01\n");
	world_expect("1-2:5.0/iad_bFunctionClass", "b1\n");
	world_expect("1-2:5.0/iad_bFunctionSubClass", "b2\n");
	world_expect("1-2:5.0/iad_bFunctionProtocol", "b3\n");
}

CASE(configuration_attributes_are_of_the_active_one)
{
	world_expect("1-1/bConfigurationValue", "1\n");
	world_expect("1-1/bNumInterfaces", " 2\n");
	world_expect("1-1/bmAttributes", "c0\n");
	world_expect("1-1/bMaxPower", "100mA\n");
	world_expect("1-1/configuration", "Two interfaces\n");
}

CASE(configuration_attributes_are_empty_without_one)
{
	ck_assert_int_eq(world_configure(0), 0);
	world_expect("1-1/bConfigurationValue", "");
	world_expect("1-1/bMaxPower", "");
	world_expect("1-1/configuration", "");
	ck_assert_int_eq(open_at(WORLD_SYSFS "1-1:1.0", O_RDONLY), -ENOENT);
}

CASE(strings_are_utf8)
{
	world_expect("1-1/manufacturer", "Prüfstand für USB\n");
	world_expect("1-1/product", "Loopback ∞ Übungsgerät\n");
	world_expect("1-1/serial", "0001-π\n");
}

CASE(string_that_is_not_there_has_no_attribute)
{
	struct cusb_virtual_model bare = *cusb_virtual_find_model("loopback");

	bare.strings = NULL;
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, &bare, "1-2"), 0);
	ck_assert_int_eq(open_at(WORLD_SYSFS "1-2/serial", O_RDONLY), -ENOENT);
	world_unplug("1-2");
}

CASE(uevent_names_the_node)
{
	world_expect("1-1/uevent",
		     "MAJOR=189\nMINOR=1\nDEVNAME=bus/usb/001/002\nDEVTYPE=usb_device\nDRIVER=usb\n"
		     "PRODUCT=fffe/1/100\nTYPE=0/0/0\nBUSNUM=001\nDEVNUM=002\n");
}

CASE(interface_attributes_are_of_the_current_setting)
{
	world_expect("1-1:1.1/bInterfaceNumber", "01\n");
	world_expect("1-1:1.1/bAlternateSetting", " 0\n");
	world_expect("1-1:1.1/bNumEndpoints", "00\n");
	ck_assert_int_eq(world_claim(1), 0);
	ck_assert_int_eq(world_set_altsetting(1, 2), 0);
	world_expect("1-1:1.1/bAlternateSetting", " 2\n");
	world_expect("1-1:1.1/bNumEndpoints", "02\n");
}

CASE(interface_attributes_tell_of_strings_and_associations)
{
	world_expect("1-1:1.0/interface", "Loopback\n");
	world_expect("1-1:1.0/iad_bInterfaceCount", "02\n");
	ck_assert_int_eq(open_at(WORLD_SYSFS "1-1:1.1/interface", O_RDONLY), -ENOENT);
	world_expect("1-1:1.0/modalias", "usb:vFFFEp0001d0100dc00dsc00dp00icFFisc00ip00in00\n");
}

CASE(interface_is_also_below_its_device)
{
	world_expect("1-1/1-1:1.0/bInterfaceNumber", "00\n");
}

CASE(root_hub_is_linux)
{
	world_expect("usb1/idVendor", "1d6b\n");
	world_expect("usb1/manufacturer", "Linux\n");
	world_expect("usb1/product", "Virtual host controller\n");
	world_expect("usb1/devpath", "0\n");
	world_expect("usb1/devnum", "1\n");
	world_expect("1-0:1.0/bInterfaceClass", "09\n");
}

CASE(descriptors_are_as_the_device_sent_them)
{
	const struct cusb_virtual_model *model = cusb_virtual_find_model("loopback");
	uint8_t bytes[512];

	ck_assert_int_eq(world_read(WORLD_SYSFS "1-1/descriptors", bytes, sizeof bytes),
			 (ssize_t)model->descriptors_length);
	ck_assert_mem_eq(bytes, model->descriptors, model->descriptors_length);
}

CASE(descriptors_end_before_one_that_is_malformed)
{
	uint8_t bytes[64];

	world_plug("malformed", "1-2");
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-2/descriptors", bytes, sizeof bytes),
			 18 + 9 + 9 + 7);
	memset(bytes, 0xee, sizeof bytes);
	ck_assert_int_eq(world_read("/dev/bus/usb/001/003", bytes, sizeof bytes),
			 18 + 9 + 9 + 7 + 7);
	ck_assert_uint_eq(bytes[18 + 9 + 9 + 7], 0xee);
}

CASE(descriptors_without_length_end_there)
{
	static const uint8_t bytes[18 + 9 + 9] = {18, 1, [7] = 64, [17] = 1, 9,	   2, 18,
						  0,  0, 1,	   0,	     0x80, 0};
	uint8_t buffer[64];

	plug_bytes(CUSB_SPEED_HIGH, bytes, sizeof bytes);
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-2/descriptors", buffer, sizeof buffer), 18 + 9);
}

CASE(descriptors_can_be_read_in_parts)
{
	const struct cusb_virtual_model *model = cusb_virtual_find_model("loopback");
	int fd = world_open(WORLD_SYSFS "1-1/descriptors", O_RDONLY);
	uint8_t byte;

	for (size_t i = 0; i < model->descriptors_length; i++) {
		ck_assert_int_eq(CALL(pread, fd, &byte, 1, i), 1);
		ck_assert_uint_eq(byte, model->descriptors[i]);
	}
	ck_assert_int_eq(CALL(pread, fd, &byte, 1, model->descriptors_length), 0);
	world_close(fd);
}

CASE(one_read_gives_at_most_4096_bytes)
{
	static uint8_t bytes[18 + 9 + 40 * 200] = {18, 1, 0, 2, 0, 0, 0, 64, [17] = 1};
	static uint8_t buffer[16384];
	const uint8_t configuration[] = {9, 2, 0x49, 0x1f, 0, 1, 0, 0x80, 0};

	memcpy(bytes + 18, configuration, sizeof configuration);
	for (size_t i = 0; i < 40; i++)
		bytes[18 + 9 + i * 200] = 200;
	plug_bytes(CUSB_SPEED_HIGH, bytes, sizeof bytes);
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-2/descriptors", buffer, sizeof buffer), 4096);
}

CASE(attribute_of_a_gone_device_is_no_device)
{
	int fd = world_open(WORLD_SYSFS "1-1/serial", O_RDONLY);
	char text[16];

	world_unplug("1-1");
	ck_assert_int_eq(CALL(pread, fd, text, sizeof text, 0), -ENODEV);
	world_close(fd);
}

CASE(attribute_of_a_gone_interface_is_no_device)
{
	int fd = world_open(WORLD_SYSFS "1-1:1.1/bAlternateSetting", O_RDONLY);
	char text[16];

	ck_assert_int_eq(world_configure(2), 0);
	ck_assert_int_eq(CALL(pread, fd, text, sizeof text, 0), -ENODEV);
	world_close(fd);
}

CASE(paths_are_relative_to_a_directory)
{
	int dir = world_open(WORLD_SYSFS "1-1", O_RDONLY | O_DIRECTORY);
	int fd = CALL(openat, dir, "serial", O_RDONLY);

	ck_assert_int_ge(fd, 0);
	world_close(fd);
	ck_assert_int_eq(CALL(openat, dir, "nothing", O_RDONLY), -ENOENT);
	world_close(dir);
}

CASE(directory_of_a_gone_device_leads_to_no_other)
{
	int dir = world_open(WORLD_SYSFS "1-1", O_RDONLY | O_DIRECTORY);
	char entries[256];

	world_unplug("1-1");
	world_plug("loopback", "1-1");
	ck_assert_int_eq(CALL(openat, dir, "serial", O_RDONLY), -ENOENT);
	ck_assert_int_eq(CALL(getdents64, dir, entries, sizeof entries), -ENOENT);
	world_close(dir);
}

CASE(errors_of_open_are_those_of_linux)
{
	ck_assert_int_eq(open_at("/nothing", O_RDONLY), -ENOENT);
	ck_assert_int_eq(open_at("", O_RDONLY), -ENOENT);
	ck_assert_int_eq(open_at(WORLD_SYSFS "1-2", O_RDONLY), -ENOENT);
	ck_assert_int_eq(open_at(WORLD_SYSFS "1-1/serial/x", O_RDONLY), -ENOTDIR);
	ck_assert_int_eq(open_at(WORLD_SYSFS "1-1/serial", O_RDONLY | O_DIRECTORY), -ENOTDIR);
	ck_assert_int_eq(open_at(WORLD_SYSFS "1-1/serial", O_RDWR), -EACCES);
	ck_assert_int_eq(open_at(WORLD_SYSFS "1-1", O_RDWR), -EISDIR);
	ck_assert_int_eq(open_at("/dev/bus/usb/001/003", O_RDWR), -ENOENT);
	ck_assert_int_eq(open_at("/dev/bus/usb/002", O_RDONLY), -ENOENT);
	ck_assert_int_eq(open_at("/dev/bus/usb/1", O_RDONLY), -ENOENT);
	ck_assert_int_eq(open_at("/dev/bus/usb/001/x02", O_RDONLY), -ENOENT);
	ck_assert_int_eq(CALL(openat, 99999, "x", O_RDONLY), -EBADF);
}

CASE(calls_on_the_wrong_kind_of_file_fail)
{
	int dir = world_open("/sys", O_RDONLY);
	char buf[8];

	ck_assert_int_eq(CALL(pread, dir, buf, 8, 0), -EISDIR);
	ck_assert_int_eq(CALL(ioctl, dir, USBDEVFS_RESET, NULL), -ENOTTY);
	ck_assert_int_eq(CALL(getdents64, world.fd, buf, 8), -ENOTDIR);
	world_close(dir);
	ck_assert_int_eq(CALL(pread, dir, buf, 8, 0), -EBADF);
	ck_assert_int_eq(CALL(close, dir), -EBADF);
}

/* Reads a whole directory, `size` bytes at a time, to "name name ". */
static const char *list(const char *path, size_t size)
{
	static char names[2048];
	char entries[1024];
	int fd = world_open(path, O_RDONLY | O_DIRECTORY);
	ssize_t n;

	ck_assert_int_ge(fd, 0);
	names[0] = '\0';
	while ((n = CALL(getdents64, fd, entries, size)) > 0) {
		uint16_t length;

		for (ssize_t at = 0; at < n; at += length) {
			memcpy(&length, entries + at + 16, sizeof length);
			strcat(names, entries + at + 19);
			strcat(names, " ");
		}
	}
	ck_assert_int_eq(n, 0);
	world_close(fd);
	return names;
}

CASE(directories_list_what_is_in_them)
{
	ck_assert_str_eq(list("/", 1024), ". .. sys dev ");
	ck_assert_str_eq(list("/sys/bus/usb", 1024), ". .. devices ");
	ck_assert_str_eq(list("/sys/bus/usb/devices", 1024),
			 ". .. usb1 1-0:1.0 1-1 1-1:1.0 1-1:1.1 ");
	ck_assert_str_eq(list("/dev/bus/usb", 1024), ". .. 001 ");
	ck_assert_str_eq(list("/dev/bus/usb/001", 1024), ". .. 001 002 ");
}

CASE(device_directory_lists_attributes_and_interfaces)
{
	const char *names = list(WORLD_SYSFS "1-1", 1024);

	ck_assert_ptr_nonnull(strstr(names, " descriptors "));
	ck_assert_ptr_nonnull(strstr(names, " serial "));
	ck_assert_ptr_nonnull(strstr(names, " 1-1:1.0 1-1:1.1 "));
}

CASE(directory_can_be_read_an_entry_at_a_time)
{
	char whole[2048];

	strcpy(whole, list(WORLD_SYSFS "1-1", 1024));
	ck_assert_str_eq(list(WORLD_SYSFS "1-1", 48), whole);
}

CASE(buffer_too_small_for_an_entry_is_invalid)
{
	int fd = world_open("/", O_RDONLY | O_DIRECTORY);
	char entries[8];

	ck_assert_int_eq(CALL(getdents64, fd, entries, sizeof entries), -EINVAL);
	world_close(fd);
}

CASE(unplug_while_listing_spoils_nothing)
{
	int fd = world_open("/sys/bus/usb/devices", O_RDONLY | O_DIRECTORY);
	char entry[32];

	world_plug("nak", "1-2");
	for (unsigned int i = 0; i < 5; i++)
		ck_assert_int_gt(CALL(getdents64, fd, entry, 32), 0);
	ck_assert_str_eq(entry + 19, "1-1");
	world_unplug("1-1");
	ck_assert_int_gt(CALL(getdents64, fd, entry, 32), 0);
	ck_assert_str_eq(entry + 19, "1-2");
	world_close(fd);
}

CASE(entries_have_the_types_of_sysfs_and_devtmpfs)
{
	int sysfs = world_open("/sys/bus/usb/devices", O_RDONLY | O_DIRECTORY);
	int dev = world_open("/dev/bus/usb/001", O_RDONLY | O_DIRECTORY);
	unsigned char entries[1024];

	ck_assert_int_gt(CALL(getdents64, sysfs, entries, 1024), 0);
	ck_assert_uint_eq(entries[18], DT_DIR);
	ck_assert_uint_eq(entries[24 + 24 + 18], DT_LNK);
	ck_assert_int_gt(CALL(getdents64, dev, entries, 1024), 0);
	ck_assert_uint_eq(entries[24 + 24 + 18], DT_CHR);
	world_close(sysfs);
	world_close(dev);
}

CASE(node_begins_with_a_host_endian_device_descriptor)
{
	uint8_t bytes[512];
	uint16_t idVendor;
	ssize_t n = CALL(pread, world.fd, bytes, sizeof bytes, 0);

	ck_assert_int_eq(n, (ssize_t)cusb_virtual_find_model("loopback")->descriptors_length);
	memcpy(&idVendor, bytes + 8, sizeof idVendor);
	ck_assert_uint_eq(idVendor, 0xfffe);
	ck_assert_mem_eq(bytes + 18, cusb_virtual_find_model("loopback")->descriptors + 18,
			 (size_t)n - 18);
}

CASE(node_can_be_read_at_an_offset)
{
	const uint8_t *whole = cusb_virtual_find_model("loopback")->descriptors;
	uint8_t bytes[16];

	ck_assert_int_eq(CALL(pread, world.fd, bytes, 4, 16), 4);
	ck_assert_mem_eq(bytes, whole + 16, 4);
	ck_assert_int_eq(CALL(pread, world.fd, bytes, 4, 10000), 0);
}

CASE(node_spaces_configurations_as_they_claim)
{
	static const uint8_t bytes[18 + 9] = {18, 1, [7] = 64, [17] = 1, 9,    2, 40,
					      0,  0, 1,	       0,	 0x80, 0};
	uint8_t buffer[128];

	memset(buffer, 0xee, sizeof buffer);
	plug_bytes(CUSB_SPEED_HIGH, bytes, sizeof bytes);
	ck_assert_int_eq(world_read("/dev/bus/usb/001/003", buffer, sizeof buffer), 58);
	ck_assert_uint_eq(buffer[18 + 8], 0);
	ck_assert_uint_eq(buffer[18 + 9], 0xee);
}
