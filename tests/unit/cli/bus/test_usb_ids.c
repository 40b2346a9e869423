/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/bus/usb_ids.h"
#include "unit.h"

static char list[] = "# a comment\n"
		     "0001  First\n"
		     "\t0001  First's one\n"
		     "\t\t01  Interface\n"
		     "\n"
		     "# between\n"
		     "\t0002  First's two\r\n"
		     "fffe  Maker\r\n"
		     "ffff  Last\n"
		     "C 00  A class\n"
		     "\t0001  Not a product\n"
		     "fffd  No newline";

static const struct usb_ids ids = {list, sizeof list - 1};

static const struct {
	unsigned int vendor;
	const char *name;
} vendors[] = {
	{0x0001, "First"},	{0xfffe, "Maker"}, {0xffff, "Last"},
	{0xfffd, "No newline"}, {0x0002, ""},
};

CASE_PER_ROW(vendor_has_its_name, vendors)
{
	char name[32];

	usb_ids_vendor(&ids, vendors[_i].vendor, name, sizeof name);
	ck_assert_str_eq(name, vendors[_i].name);
}

static const struct {
	unsigned int vendor, product;
	const char *name;
} products[] = {
	{0x0001, 0x0001, "First's one"},
	{0x0001, 0x0002, "First's two"},
	{0x0001, 0x0003, ""},
	{0xfffe, 0x0001, ""},
	{0xffff, 0x0001, ""},
	{0xfffd, 0x0001, ""},
	{0x0002, 0x0001, ""},
};

CASE_PER_ROW(product_has_its_name_below_its_vendor, products)
{
	char name[32];

	usb_ids_product(&ids, products[_i].vendor, products[_i].product, name, sizeof name);
	ck_assert_str_eq(name, products[_i].name);
}

CASE(name_that_does_not_fit_is_cut)
{
	char name[4];

	usb_ids_vendor(&ids, 0x0001, name, sizeof name);
	ck_assert_str_eq(name, "Fir");
}

CASE(without_a_list_there_are_no_names)
{
	struct usb_ids none;
	char name[8] = "x";

	setenv("CUSB_USB_IDS", "", 1);
	usb_ids_open(&none);
	usb_ids_vendor(&none, 0x0001, name, sizeof name);
	ck_assert_str_eq(name, "");
	name[0] = 'x';
	usb_ids_product(&none, 0x0001, 0x0001, name, sizeof name);
	ck_assert_str_eq(name, "");
	usb_ids_close(&none);
}

CASE(list_is_the_file_that_the_environment_names)
{
	char path[] = "/tmp/usb-ids-XXXXXX", name[8];
	int fd = mkstemp(path);
	struct usb_ids opened;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(dprintf(fd, "%s", list), sizeof list - 1);
	setenv("CUSB_USB_IDS", path, 1);
	usb_ids_open(&opened);
	usb_ids_vendor(&opened, 0xffff, name, sizeof name);
	ck_assert_str_eq(name, "Last");
	usb_ids_close(&opened);
	remove(path);
}

static char class_list[] = "fffe  Maker\n"
			   "\t0001  Product\n"
			   "C 03  HID\n"
			   "\t00  None\n"
			   "\t01  Boot\n"
			   "\t\t01  Keyboard\n"
			   "\t\t02  Mouse\n"
			   "C 09  Hub\n"
			   "\t02  Other\n";

static const struct {
	int codes[3];
	const char *name;
} classes[] = {
	{{0x03, -1, -1}, "HID"},     {{0x03, 0x01, -1}, "Boot"}, {{0x03, 0x01, 0x02}, "Mouse"},
	{{0x03, 0x00, 0x01}, ""},    {{0x03, 0x02, -1}, ""},	 {{0x03, 0x02, 0x01}, ""},
	{{0x09, 0x02, -1}, "Other"}, {{0x09, 0x01, -1}, ""},	 {{0x08, -1, -1}, ""},
	{{0xff, 0x01, 0x01}, ""},
};

CASE_PER_ROW(class_has_the_name_of_its_last_code, classes)
{
	const struct usb_ids opened = {class_list, sizeof class_list - 1};
	char name[32];

	usb_ids_class(&opened, classes[_i].codes, name, sizeof name);
	ck_assert_str_eq(name, classes[_i].name);
}

CASE(no_list_has_no_class)
{
	const struct usb_ids none = {NULL, 0};
	char name[32];

	usb_ids_class(&none, (const int[3]){3, -1, -1}, name, sizeof name);
	ck_assert_str_eq(name, "");
}

CASE(list_stays_whole_when_its_file_is_shortened)
{
	char path[] = "/tmp/usb-ids-XXXXXX", name[8];
	int fd = mkstemp(path);
	struct usb_ids opened;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(dprintf(fd, "%s", list), sizeof list - 1);
	setenv("CUSB_USB_IDS", path, 1);
	usb_ids_open(&opened);
	ck_assert_int_eq(ftruncate(fd, 0), 0);
	usb_ids_vendor(&opened, 0xffff, name, sizeof name);
	ck_assert_str_eq(name, "Last");
	usb_ids_close(&opened);
	close(fd);
	remove(path);
}
