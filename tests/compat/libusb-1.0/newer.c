/* SPDX-License-Identifier: MIT */
/* Functions of later versions than 1.0.26, which an original of that age lacks. */
#include <errno.h>

#include "case.h"

#pragma weak libusb_init_context
#pragma weak libusb_get_max_alt_packet_size
#pragma weak libusb_get_interface_association_descriptors
#pragma weak libusb_get_active_interface_association_descriptors
#pragma weak libusb_free_interface_association_descriptors
#pragma weak libusb_get_session_data
#pragma weak libusb_get_device_string
#pragma weak libusb_endpoint_supports_raw_io
#pragma weak libusb_endpoint_set_raw_io
#pragma weak libusb_get_max_raw_io_transfer_size

/* Goes on if the library has it. */
#define NEEDS(function, version)                                                                   \
	do {                                                                                       \
		if (!(function))                                                                   \
			world_has_no(#function "() came with libusb " version);                    \
	} while (0)

static int lines;

static void LIBUSB_CALL count_line(libusb_context *ctx, enum libusb_log_level level,
				   const char *line)
{
	(void)level;
	(void)line;
	lines += ctx != NULL;
}

CASE(context_begins_with_options_of_its_own)
{
	struct libusb_init_option options[] = {
		{LIBUSB_OPTION_NO_DEVICE_DISCOVERY, {0}},
		{LIBUSB_OPTION_LOG_LEVEL, {.ival = LIBUSB_LOG_LEVEL_DEBUG}},
		{LIBUSB_OPTION_LOG_CB, {.log_cbval = count_line}},
	};
	struct libusb_init_option wrong = {LIBUSB_OPTION_LOG_LEVEL, {.ival = 5}};
	libusb_context *ctx, *other;

	NEEDS(libusb_init_context, "1.0.27");
	libusb_set_log_cb(NULL, count_line, LIBUSB_LOG_CB_GLOBAL);
	world_plug("loopback", "1-1");
	CHECK_ERROR(libusb_init_context(&ctx, &wrong, 1), INVALID_PARAM);
	CHECK_OK(libusb_init_context(&ctx, options, 3));
	CHECK_OK(libusb_init_context(&other, NULL, 0));
	lines = 0;
	CHECK(find(other, LOOPBACK));
	CHECK_INT(lines, 0);
	CHECK(!find(ctx, LOOPBACK));
	CHECK(lines > 0);
}

CASE(interfaces_have_associations)
{
	struct libusb_interface_association_descriptor_array *array;
	libusb_device *dev = libusb_get_device(open_model("loopback", LOOPBACK));

	NEEDS(libusb_get_interface_association_descriptors, "1.0.27");
	CHECK_OK(libusb_get_interface_association_descriptors(dev, 0, &array));
	CHECK_INT(array->length, 1);
	CHECK_INT(array->iad[0].bFirstInterface, 0);
	CHECK_INT(array->iad[0].bInterfaceCount, 2);
	libusb_free_interface_association_descriptors(array);
	CHECK_ERROR(libusb_get_interface_association_descriptors(dev, 2, &array), NOT_FOUND);
	CHECK_OK(libusb_get_active_interface_association_descriptors(dev, &array));
	libusb_free_interface_association_descriptors(array);
}

CASE(packet_size_of_a_setting)
{
	libusb_device *dev = libusb_get_device(open_model("loopback", LOOPBACK));

	NEEDS(libusb_get_max_alt_packet_size, "1.0.27");
	CHECK_INT(libusb_get_max_alt_packet_size(dev, 1, 1, 0x83), 512);
	CHECK_ERROR(libusb_get_max_alt_packet_size(dev, 1, 0, 0x83), NOT_FOUND);
}

/* Nothing is opened. */
CASE(strings_of_the_kernel_are_utf_8)
{
	static const char product[] = "Loopback ∞ Übungsgerät";
	char text[LIBUSB_DEVICE_STRING_BYTES_MAX];
	libusb_device *dev;

	NEEDS(libusb_get_device_string, "1.0.30");
	world_plug("loopback", "1-1");
	world_forbid("1-1", -EACCES);
	CHECK_OK(libusb_init(NULL));
	dev = find(NULL, LOOPBACK);
	CHECK_INT(libusb_get_device_string(dev, LIBUSB_DEVICE_STRING_PRODUCT, text, sizeof text),
		  sizeof product);
	CHECK_STR(text, product);
	CHECK_INT(libusb_get_session_data(dev), world_bus("1-1") << 8 | world_address("1-1"));
}

CASE(raw_transfers_are_of_other_systems)
{
	libusb_device_handle *handle = open_model("loopback", LOOPBACK);

	NEEDS(libusb_endpoint_supports_raw_io, "1.0.30");
	CHECK_OK(libusb_endpoint_supports_raw_io(handle, 0x81));
	CHECK_ERROR(libusb_endpoint_set_raw_io(handle, 0x81, 1), NOT_SUPPORTED);
	CHECK_ERROR(libusb_get_max_raw_io_transfer_size(handle, 0x81), NOT_SUPPORTED);
}
