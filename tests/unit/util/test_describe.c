/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/cusb.h>

#include "fake_device.h"
#include "unit.h"

static struct fake_device *fake;
static char *text; /* in memory of exactly its size */

static void begin(void)
{
	fake = NULL;
	text = NULL;
}

static void end(void)
{
	free(text);
	if (fake)
		fake_device_free(fake);
}

FIXTURE(begin, end)

static void describe(void)
{
	size_t length = cusb_describe_device(fake->dev, NULL, 0);

	text = malloc(length + 1);
	ck_assert_ptr_nonnull(text);
	ck_assert_uint_eq(cusb_describe_device(fake->dev, text, length + 1), length);
	ck_assert_uint_eq(strlen(text), length);
}

static void describe_fixture(const char *name)
{
	fake = fake_device_new(name);
	describe();
}

/* Texts too long to be printed both when they differ. */
static void check_equal(const char *want)
{
	size_t at = 0;

	while (text[at] && text[at] == want[at])
		at++;
	ck_assert_msg(text[at] == want[at], "from byte %zu: \"%.40s\", not \"%.40s\"", at,
		      text + at, want + at);
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
	fake = fake_device_new("storage");
	fake->known[CUSB_MANUFACTURER] = "Maker";
	fake->known[CUSB_PRODUCT] = "Thing";
	fake->known[CUSB_SERIAL_NUMBER] = "42";
	fake->texts[4] = "Only one";
	describe();
	check_equal(storage_text);
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
	/* a size that is an exponent in a device of USB 3 */
	{"uas", " bMaxPacketSize0        :    0x9 (512 bytes)\n"},
	{"webcam", " bMaxPacketSize0        :   0x40 (64 bytes)\n"},
	/* counts that do not agree */
	{"total-length-large", "wTotalLength         : 0xffff (65535 bytes, 25 present)\n"},
	{"total-length-small", "wTotalLength         :    0x4 (4 bytes, 25 present)\n"},
	{"byte-left-over", "wTotalLength         :   0x1a (26 bytes, 25 present)\n"},
	{"length-past-end", "wTotalLength         :   0x20 (32 bytes, 25 present)\n"},
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
	{"uas", "      SUPERSPEED ENDPOINT COMPANION ========================\n"
		"       bLength          :    0x6 (6 bytes)\n"
		"       bDescriptorType  :   0x30 SuperSpeed Endpoint Companion\n"
		"       bMaxBurst        :    0xf (16 packets)\n"
		"       bmAttributes     :    0x5 (32 streams)\n"
		"       wBytesPerInterval:    0x0 (0 bytes)\n"
		"       extra            : 04 24 03 00\n"
		"      ENDPOINT 0x2"},
	{"companions", "       extra            : 06 30 02 00 00 00\n"},
	{"companions", "       extra            : 05 30 03 00 00\n"},
};

CASE_PER_ROW(part_is_described, parts)
{
	describe_fixture(parts[_i].fixture);
	ck_assert_msg(strstr(text, parts[_i].want), "lacks: %s", parts[_i].want);
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
	describe_fixture(absent[_i].fixture);
	ck_assert_msg(!strstr(text, absent[_i].unwanted), "has: %s", absent[_i].unwanted);
}

CASE(unknown_speed_has_no_row)
{
	fake = fake_device_new("storage");
	fake->speed = CUSB_SPEED_UNKNOWN;
	describe();
	ck_assert_ptr_null(strstr(text, "speed"));
}

CASE(interface_of_class_zero_is_reserved_and_a_device_is_not)
{
	describe_fixture("class-zero");
	ck_assert_ptr_nonnull(
		strstr(text, "bDeviceClass           :    0x0 Specified at interface"));
	ck_assert_ptr_nonnull(strstr(text, "INTERFACE 0: Reserved ==="));
	ck_assert_ptr_nonnull(strstr(text, "INTERFACE 1: Unknown Class ==="));
}

CASE(nodes_alone_are_described_from_there_downwards)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	char part[8192];
	size_t length;

	describe_fixture("webcam");
	cfg = cusb_configuration_at(fake->dev, 0);
	intf = cusb_interface_at(cfg, 1, 1);
	length = cusb_describe_configuration(cfg, part, sizeof part);
	ck_assert_str_eq(strstr(text, "  CONFIGURATION 1"), part);
	ck_assert_uint_eq(length, strlen(part));
	cusb_describe_interface(intf, part, sizeof part);
	ck_assert_int_eq(strncmp(strstr(text, "    INTERFACE 1, 1:"), part, strlen(part)), 0);
	ck_assert_ptr_nonnull(strstr(part, "ENDPOINT 0x81"));
	cusb_describe_endpoint(intf->endpoints, part, sizeof part);
	ck_assert_ptr_nonnull(strstr(text, part));
	ck_assert_int_eq(strncmp(part, "      ENDPOINT 0x81: Isochronous IN ===", 39), 0);
}

CASE(nothing_is_described_as_nothing)
{
	char none[4] = "x";

	ck_assert_uint_eq(cusb_describe_device(NULL, none, sizeof none), 0);
	ck_assert_str_eq(none, "");
	ck_assert_uint_eq(cusb_describe_configuration(NULL, NULL, 0), 0);
	ck_assert_uint_eq(cusb_describe_interface(NULL, NULL, 0), 0);
	ck_assert_uint_eq(cusb_describe_endpoint(NULL, NULL, 0), 0);
}

CASE(description_that_does_not_fit_is_cut)
{
	char start[11];

	describe_fixture("webcam");
	ck_assert_uint_eq(cusb_describe_device(fake->dev, start, sizeof start), strlen(text));
	ck_assert_str_eq(start, "DEVICE ID ");
}
