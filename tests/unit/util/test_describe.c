/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/cusb.h>

#include "fake_device.h"
#include "unit.h"

/* A description in memory of exactly its size; the caller frees it. */
static char *describe_device(struct fake_device *fake)
{
	size_t length = cusb_describe_device(fake->dev, NULL, 0);
	char *text = malloc(length + 1);

	ck_assert_ptr_nonnull(text);
	ck_assert_uint_eq(cusb_describe_device(fake->dev, text, length + 1), length);
	ck_assert_uint_eq(strlen(text), length);
	return text;
}

/* Texts too long to be printed both when they differ. */
static void check_equal(const char *text, const char *want)
{
	size_t at = 0;

	while (text[at] && text[at] == want[at])
		at++;
	ck_assert_msg(text[at] == want[at], "from byte %zu: \"%.40s\", not \"%.40s\"", at,
		      text + at, want + at);
}

static void check_has(const char *fixture, const char *want)
{
	struct fake_device *fake = fake_device_new(fixture);
	char *text = describe_device(fake);

	ck_assert_msg(strstr(text, want), "lacks: %s", want);
	free(text);
	fake_device_free(fake);
}

/* clang-format off */
static const char storage_text[] =
	"DEVICE ID fffe:0102 on Bus 003 Address 014 =================\n"
	" bLength                :   0x12 (18 bytes)\n"
	" bDescriptorType        :    0x1 Device\n"
	" bcdUSB                 :  0x200 USB 2.0\n"
	" bDeviceClass           :    0x0 Specified at interface\n"
	" bDeviceSubClass        :    0x0\n"
	" bDeviceProtocol        :    0x0\n"
	" bMaxPacketSize0        :   0x40 (64 bytes)\n"
	" idVendor               : 0xfffe\n"
	" idProduct              : 0x0102\n"
	" bcdDevice              :  0x100 Device 1.0\n"
	" iManufacturer          :    0x1 Maker\n"
	" iProduct               :    0x2 Thing\n"
	" iSerialNumber          :    0x3 42\n"
	" bNumConfigurations     :    0x1\n"
	" speed                  : high speed\n"
	"  CONFIGURATION 1: 200 mA ==================================\n"
	"   bLength              :    0x9 (9 bytes)\n"
	"   bDescriptorType      :    0x2 Configuration\n"
	"   wTotalLength         :   0x20 (32 bytes)\n"
	"   bNumInterfaces       :    0x1\n"
	"   bConfigurationValue  :    0x1\n"
	"   iConfiguration       :    0x4 Only one\n"
	"   bmAttributes         :   0x80 Bus Powered\n"
	"   bMaxPower            :   0x64 (200 mA)\n"
	"    INTERFACE 0: Mass Storage ==============================\n"
	"     bLength            :    0x9 (9 bytes)\n"
	"     bDescriptorType    :    0x4 Interface\n"
	"     bInterfaceNumber   :    0x0\n"
	"     bAlternateSetting  :    0x0\n"
	"     bNumEndpoints      :    0x2\n"
	"     bInterfaceClass    :    0x8 Mass Storage\n"
	"     bInterfaceSubClass :    0x6\n"
	"     bInterfaceProtocol :   0x50\n"
	"     iInterface         :    0x5 Error Accessing String\n"
	"      ENDPOINT 0x81: Bulk IN ===============================\n"
	"       bLength          :    0x7 (7 bytes)\n"
	"       bDescriptorType  :    0x5 Endpoint\n"
	"       bEndpointAddress :   0x81 IN\n"
	"       bmAttributes     :    0x2 Bulk\n"
	"       wMaxPacketSize   :  0x200 (512 bytes)\n"
	"       bInterval        :    0x0\n"
	"      ENDPOINT 0x2: Bulk OUT ===============================\n"
	"       bLength          :    0x7 (7 bytes)\n"
	"       bDescriptorType  :    0x5 Endpoint\n"
	"       bEndpointAddress :    0x2 OUT\n"
	"       bmAttributes     :    0x2 Bulk\n"
	"       wMaxPacketSize   :  0x200 (512 bytes)\n"
	"       bInterval        :    0x0";
/* clang-format on */

CASE(device_is_described_whole)
{
	struct fake_device *fake = fake_device_new("storage");
	char *text;

	fake->known[CUSB_MANUFACTURER] = "Maker";
	fake->known[CUSB_PRODUCT] = "Thing";
	fake->known[CUSB_SERIAL_NUMBER] = "42";
	fake->texts[4] = "Only one";
	text = describe_device(fake);
	check_equal(text, storage_text);
	free(text);
	fake_device_free(fake);
}

static const struct {
	const char *fixture;
	const char *want;
} parts[] = {
	/* bcd: hex digits; the last one only when it says something */
	{"keyboard", " bcdUSB                 :  0x110 USB 1.1\n"},
	{"bcd", " bcdUSB                 :  0x201 USB 2.01\n"},
	{"bcd", " bcdDevice              : 0x1a3c Device 1a.3c\n"},
	/* lengths: the descriptor's own */
	{"long-standard", "   bLength              :    0xb (11 bytes)\n"},
	{"long-standard", "     bLength            :    0xc (12 bytes)\n"},
	/* packet size: bits 10..0, and transactions of periodic endpoints */
	{"webcam", "       wMaxPacketSize   : 0x1400 (1024 bytes, 3 transactions)\n"},
	{"endpoint-values", "wMaxPacketSize   : 0xffff (2047 bytes, reserved transactions)\n"},
	{"endpoint-values", "wMaxPacketSize   :    0x0 (0 bytes)\n"},
	/* power */
	{"hub", "bmAttributes         :   0xe0 Self Powered, Remote Wakeup\n"},
	{"hub", "  CONFIGURATION 1: 2 mA ===="},
	/* headings */
	{"hub", "    INTERFACE 0, 1: Hub ====="},
	{"composite", "    INTERFACE 4: Human Interface Device ===="},
	{"endpoint-addresses", "      ENDPOINT 0x0: Bulk OUT ===="},
	{"two-configurations", "\n  CONFIGURATION 2: 100 mA ==="},
	/* counts that do not agree */
	{"interfaces-more", "bNumInterfaces       :   0xff (1 present)\n"},
	{"endpoints-fewer", "bNumEndpoints      :    0x0 (2 present)\n"},
	{"configurations-more", "bNumConfigurations     :   0xff (1 present)\n"},
	/* the audio form of endpoints */
	{"audio", "       bInterval        :    0x1\n"
		  "       bRefresh         :    0x3\n"
		  "       bSynchAddress    :   0x82\n"},
	/* class descriptors, on several rows when long */
	{"keyboard", "\n     extra              : 09 21 11 01 00 01 22 3f 00\n      ENDPOINT"},
	{"webcam", "     extra              : 11 24 02 01 01 02 00 00 00 00 00 00 00 00 02 0a\n"
		   "                        : 00\n"},
	{"webcam", "       extra            : 05 25 03 10 00\n"},
	{"interfaces-none", "\n   extra                : 04 7f 01 02"},
	{"endpoint-first", "   extra                : 07 05 81 02 00 02 00\n"},
	/* associations */
	{"webcam", "    INTERFACE ASSOCIATION 0: Video =========================\n"
		   "     bLength            :    0x8 (8 bytes)\n"
		   "     bDescriptorType    :    0xb Interface Association\n"
		   "     bFirstInterface    :    0x0\n"
		   "     bInterfaceCount    :    0x2\n"
		   "     bFunctionClass     :    0xe Video\n"
		   "     bFunctionSubClass  :    0x3\n"
		   "     bFunctionProtocol  :    0x0\n"
		   "     iFunction          :    0x2 Error Accessing String\n"
		   "    INTERFACE 0: Video"},
	{"associations", "     extra              : 07 0b 00 01 02 02 01\n"},
	/* companions */
	{"uas", "       extra            : 04 24 03 00\n"
		"      SUPERSPEED ENDPOINT COMPANION ========================\n"
		"       bLength          :    0x6 (6 bytes)\n"
		"       bDescriptorType  :   0x30 SuperSpeed Endpoint Companion\n"
		"       bMaxBurst        :    0xf (16 packets)\n"
		"       bmAttributes     :    0x5 (32 streams)\n"
		"       wBytesPerInterval:    0x0 (0 bytes)\n"
		"      ENDPOINT 0x2"},
	{"companions", "       extra            : 06 30 02 00 00 00\n"},
	{"companions", "       extra            : 05 30 03 00 00\n"},
};

CASE_PER_ROW(part_is_described, parts)
{
	check_has(parts[_i].fixture, parts[_i].want);
}

static const struct {
	const char *fixture;
	const char *unwanted;
} absent[] = {
	{"keyboard", "bRefresh"},
	{"uas", "extra            : 06 30"},	    /* has rows of its own */
	{"webcam", "extra                : 08 0b"}, /* the same */
	{"companions", "extra            : 06 30 01"},
	{"storage", " \n"}, /* no space before the end of a line */
	{"storage", "present"},
};

CASE_PER_ROW(part_is_not_described, absent)
{
	struct fake_device *fake = fake_device_new(absent[_i].fixture);
	char *text = describe_device(fake);

	ck_assert_msg(!strstr(text, absent[_i].unwanted), "has: %s", absent[_i].unwanted);
	free(text);
	fake_device_free(fake);
}

CASE(unknown_speed_has_no_row)
{
	struct fake_device *fake = fake_device_new("storage");
	char *text;

	fake->speed = CUSB_SPEED_UNKNOWN;
	text = describe_device(fake);
	ck_assert_ptr_null(strstr(text, "speed"));
	free(text);
	fake_device_free(fake);
}

CASE(interface_of_class_zero_is_reserved_and_a_device_is_not)
{
	struct fake_device *fake = fake_device_new("class-zero");
	char *text = describe_device(fake);

	ck_assert_ptr_nonnull(
		strstr(text, "bDeviceClass           :    0x0 Specified at interface"));
	ck_assert_ptr_nonnull(strstr(text, "INTERFACE 0: Reserved ==="));
	ck_assert_ptr_nonnull(strstr(text, "INTERFACE 1: Unknown Class ==="));
	free(text);
	fake_device_free(fake);
}

CASE(nodes_alone_are_described_from_there_downwards)
{
	struct fake_device *fake = fake_device_new("webcam");
	const struct cusb_configuration *cfg = cusb_configuration_at(fake->dev, 0);
	const struct cusb_interface *intf = cusb_interface_at(cfg, 1, 1);
	char *whole = describe_device(fake), text[8192];
	size_t length;

	length = cusb_describe_configuration(cfg, text, sizeof text);
	ck_assert_str_eq(strstr(whole, "  CONFIGURATION 1"), text);
	ck_assert_uint_eq(length, strlen(text));
	cusb_describe_interface(intf, text, sizeof text);
	ck_assert_int_eq(strncmp(strstr(whole, "    INTERFACE 1, 1:"), text, strlen(text)), 0);
	ck_assert_ptr_nonnull(strstr(text, "ENDPOINT 0x81"));
	cusb_describe_endpoint(intf->endpoints, text, sizeof text);
	ck_assert_ptr_nonnull(strstr(whole, text));
	ck_assert_int_eq(strncmp(text, "      ENDPOINT 0x81: Isochronous IN ===", 39), 0);
	free(whole);
	fake_device_free(fake);
}

CASE(nothing_is_described_as_nothing)
{
	char text[4] = "x";

	ck_assert_uint_eq(cusb_describe_device(NULL, text, sizeof text), 0);
	ck_assert_str_eq(text, "");
	ck_assert_uint_eq(cusb_describe_configuration(NULL, NULL, 0), 0);
	ck_assert_uint_eq(cusb_describe_interface(NULL, NULL, 0), 0);
	ck_assert_uint_eq(cusb_describe_endpoint(NULL, NULL, 0), 0);
}

CASE(description_that_does_not_fit_is_cut)
{
	struct fake_device *fake = fake_device_new("webcam");
	size_t whole = cusb_describe_device(fake->dev, NULL, 0);
	char text[11];

	ck_assert_uint_eq(cusb_describe_device(fake->dev, text, sizeof text), whole);
	ck_assert_str_eq(text, "DEVICE ID ");
	fake_device_free(fake);
}
