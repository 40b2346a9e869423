/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/hotplug/hotplug.h"
#include "unit.h"

#define PATH "/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2.3"
#define EVENT(action, path, rest)                                                                  \
	action "@" path "\0ACTION=" action "\0DEVPATH=" path "\0SUBSYSTEM=usb\0" rest
#define DEVICE "DEVTYPE=usb_device\0BUSNUM=001\0SEQNUM=1234"

static struct cusb_change change;

/* With the NUL at its end. */
#define parse(text) uevent_parse(text, sizeof(text), &change)

CASE_PER_NUMBER(actions_have_their_kinds, 0, 5)
{
	static const struct {
		const char text[256];
		int kind;
	} rows[] = {
		{EVENT("add", PATH, DEVICE), CUSB_CHANGE_ADDED},
		{EVENT("bind", PATH, DEVICE), CUSB_CHANGE_BOUND},
		{EVENT("unbind", PATH, DEVICE), CUSB_CHANGE_UNBOUND},
		{EVENT("change", PATH, DEVICE), CUSB_CHANGE_CHANGED},
		{EVENT("remove", PATH, DEVICE), CUSB_CHANGE_REMOVED},
	};

	ck_assert(parse(rows[_i].text));
	ck_assert_int_eq(change.kind, rows[_i].kind);
	ck_assert_str_eq(change.name, "1-2.3");
}

CASE(action_that_is_not_known_may_be_anything)
{
	ck_assert(parse(EVENT("move", PATH, DEVICE)));
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ANY);
	ck_assert_str_eq(change.name, "");
}

CASE(address_is_that_of_the_message_if_it_has_one)
{
	ck_assert(parse(EVENT("add", PATH, DEVICE "\0DEVNUM=007")));
	ck_assert_uint_eq(change.address, 7);
	ck_assert(parse(EVENT("remove", PATH, DEVICE "\0DEVNUM=127")));
	ck_assert_uint_eq(change.address, 127);
	ck_assert(parse(EVENT("remove", PATH, DEVICE)));
	ck_assert_uint_eq(change.address, 0);
}

CASE_PER_NUMBER(address_that_no_device_can_have_may_be_anything, 0, 7)
{
	static const char texts[][256] = {
		EVENT("add", PATH, DEVICE "\0DEVNUM=000"),
		EVENT("add", PATH, DEVICE "\0DEVNUM=128"),
		EVENT("add", PATH, DEVICE "\0DEVNUM=263"),
		EVENT("add", PATH, DEVICE "\0DEVNUM="),
		EVENT("add", PATH, DEVICE "\0DEVNUM=-01"),
		EVENT("add", PATH, DEVICE "\0DEVNUM=7x"),
		EVENT("add", PATH, DEVICE "\0DEVNUM=99999999999999999999"),
	};

	ck_assert(parse(texts[_i]));
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ANY);
}

CASE(root_hub_has_its_name)
{
	ck_assert(parse(EVENT("add", "/devices/platform/vhci_hcd.0/usb12", DEVICE)));
	ck_assert_str_eq(change.name, "usb12");
}

CASE(interface_is_no_device)
{
	ck_assert(!parse(EVENT("add", PATH "/1-2.3:1.0", "DEVTYPE=usb_interface")));
}

CASE(what_has_no_type_is_no_device)
{
	ck_assert(!parse(EVENT("add", PATH, "SEQNUM=1")));
}

CASE(other_subsystems_are_none_of_ours)
{
	ck_assert(!parse("add@/devices/x\0ACTION=add\0DEVPATH=/devices/x\0SUBSYSTEM=block\0"
			 "DEVTYPE=usb_device"));
	ck_assert(!parse("add@/devices/x\0ACTION=add\0DEVPATH=/devices/x\0SUBSYSTEM=usbmon\0"
			 "DEVTYPE=usb_device"));
}

CASE(key_that_only_begins_alike_is_another)
{
	ck_assert(!parse(EVENT("add", PATH, "DEVTYPEX=usb_device")));
}

CASE(order_of_the_keys_does_not_matter)
{
	ck_assert(parse("remove@" PATH "\0SEQNUM=1\0DEVTYPE=usb_device\0SUBSYSTEM=usb\0"
			"DEVPATH=" PATH "\0ACTION=remove"));
	ck_assert_int_eq(change.kind, CUSB_CHANGE_REMOVED);
}

CASE_PER_NUMBER(message_without_what_all_have_may_be_anything, 0, 6)
{
	static const char texts[][128] = {
		"add@" PATH,
		"add@" PATH "\0DEVPATH=" PATH "\0SUBSYSTEM=usb",
		"add@" PATH "\0ACTION=add\0SUBSYSTEM=usb",
		"add@" PATH "\0ACTION=add\0DEVPATH=" PATH,
		"libudev",
		"",
	};

	ck_assert(parse(texts[_i]));
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ANY);
}

CASE(empty_message_may_be_anything)
{
	ck_assert(uevent_parse("", 0, &change));
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ANY);
}

CASE(message_without_its_last_nul_may_be_anything)
{
	static const char text[] = EVENT("add", PATH, DEVICE);

	ck_assert(uevent_parse(text, sizeof text - 1, &change));
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ANY);
}

CASE(path_without_a_name_may_be_any_device)
{
	ck_assert(parse(EVENT("add", "/devices/", DEVICE)));
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ANY);
	ck_assert(parse(EVENT("add", "1-2", DEVICE)));
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ANY);
}

CASE(longest_name_fits_and_a_longer_one_may_be_any_device)
{
	ck_assert(parse(EVENT("add", "/d/123456789012345678901234567890123456789", DEVICE)));
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ADDED);
	ck_assert_uint_eq(strlen(change.name), CUSB_NAME_SIZE - 1);
	ck_assert(parse(EVENT("add", "/d/1234567890123456789012345678901234567890", DEVICE)));
	ck_assert_int_eq(change.kind, CUSB_CHANGE_ANY);
}

/* Under a memory checker this finds reads past the end. */
CASE(message_cut_anywhere_is_harmless)
{
	static const char text[] = EVENT("add", PATH, DEVICE);

	for (size_t length = 0; length < sizeof text; length++) {
		char *copy = malloc(length + 1);

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, text, length);
		(void)uevent_parse(copy, length, &change);
		free(copy);
	}
}
