/* SPDX-License-Identifier: MIT */
/* control.h: the standard requests. */
#define CASES_SHARE 1

#include <errno.h>
#include <string.h>

#include "world.h"

CASE(get_status_of_each_recipient)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_get_status(dev, cusb_to_device()), 1); /* self powered */
	CHECK_INT(cusb_get_status(dev, cusb_to_interface(0)), 0);
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x81)), 0);
	cusb_device_free(dev);
}

CASE(endpoint_halt_set_and_cleared)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_feature(dev, CUSB_ENDPOINT_HALT, cusb_to_endpoint(0x01)));
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x01)), 1);
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x81)), 0);
	CHECK_OK(cusb_clear_feature(dev, CUSB_ENDPOINT_HALT, cusb_to_endpoint(0x01)));
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x01)), 0);
	check_loopback(dev, 0x01, 0x81, 600);
	cusb_device_free(dev);
}

CASE(remote_wakeup_set_and_cleared)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_configuration(dev, 2));
	CHECK_INT(cusb_get_status(dev, cusb_to_device()), 0);
	CHECK_OK(cusb_set_feature(dev, CUSB_DEVICE_REMOTE_WAKEUP, cusb_to_device()));
	CHECK_INT(cusb_get_status(dev, cusb_to_device()), 2);
	CHECK_OK(cusb_clear_feature(dev, CUSB_DEVICE_REMOTE_WAKEUP, cusb_to_device()));
	CHECK_INT(cusb_get_status(dev, cusb_to_device()), 0);
	cusb_device_free(dev);
}

/* Feature 0 of an interface is FUNCTION_SUSPEND, not a halt, and has options. */
CASE(function_suspend_is_no_halt)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_feature(dev, CUSB_FUNCTION_SUSPEND, cusb_to_interface(0x0300)));
	CHECK_OK(cusb_clear_feature(dev, CUSB_FUNCTION_SUSPEND, cusb_to_interface(0)));
	check_loopback(dev, 0x01, 0x81, 10);
	cusb_device_free(dev);
}

CASE(an_unknown_feature)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_set_feature(dev, 0x1234, cusb_to_device()), -EPIPE);
	CHECK_INT(cusb_clear_feature(dev, 0x1234, cusb_to_device()), -EPIPE);
	CHECK_INT(cusb_set_feature(dev, 0x10000, cusb_to_device()), -EINVAL);
	CHECK_INT(cusb_clear_feature(dev, 0x10000, cusb_to_device()), -EINVAL);
	CHECK_INT(cusb_clear_feature(dev, 0x10000, cusb_to_endpoint(0x81)), -EINVAL);
	cusb_device_free(dev);
}

/* The prefix of a field's name tells how wide the field is: USB 2.0 9.6. */
static bool has_two_bytes(const char *field)
{
	return field[0] == 'w' || strncmp(field, "id", 2) == 0 || strncmp(field, "bcd", 3) == 0;
}

/* That the bytes of a descriptor are its fields one after the other. */
static void check_fields(const void *descriptor, const uint8_t *bytes)
{
	unsigned int value;
	const char *name;
	size_t at = 0;

	for (size_t i = 0; (name = cusb_field_at(descriptor, i, &value)); i++) {
		CHECK_INT(bytes[at++], value & 0xff);
		if (has_two_bytes(name))
			CHECK_INT(bytes[at++], value >> 8);
	}
	CHECK_INT(at, bytes[0]);
}

CASE(get_the_device_descriptor)
{
	struct cusb_device *dev = plug_loopback();
	uint8_t data[18], more[64];

	CHECK_INT(cusb_get_descriptor(dev, cusb_to_device(), CUSB_DESC_TYPE_DEVICE, 0, data, 18),
		  18);
	check_fields(dev, data);
	CHECK_INT(cusb_get_descriptor(dev, cusb_to_device(), CUSB_DESC_TYPE_DEVICE, 0, more, 64),
		  18);
	CHECK_INT(cusb_get_descriptor(dev, cusb_to_device(), CUSB_DESC_TYPE_DEVICE, 0, more, 2), 2);
	cusb_device_free(dev);
}

CASE(get_configuration_descriptors)
{
	struct cusb_device *dev = plug_loopback();
	uint8_t data[512];

	for (unsigned int i = 0; i < 2; i++) {
		const struct cusb_configuration *cfg = cusb_configuration_at(dev, i);

		CHECK_INT(cusb_get_descriptor(dev, cusb_to_device(), CUSB_DESC_TYPE_CONFIG, i, data,
					      sizeof data),
			  cfg->wTotalLength);
		check_fields(cfg, data);
	}
	CHECK_INT(cusb_get_descriptor(dev, cusb_to_device(), CUSB_DESC_TYPE_CONFIG, 2, data, 9),
		  -EPIPE);
	cusb_device_free(dev);
}

CASE(get_a_string_descriptor)
{
	struct cusb_device *dev = plug("nak");
	struct cusb_recipient to = {CUSB_CTRL_RECIPIENT_DEVICE, 0x0409};
	uint8_t data[255];

	CHECK_INT(cusb_get_descriptor(dev, to, CUSB_DESC_TYPE_STRING, 2, data, sizeof data), 8);
	CHECK_BYTES(data, "\10\3N\0a\0k\0", 8);
	cusb_device_free(dev);
}

CASE(get_descriptor_refuses)
{
	struct cusb_device *dev = plug_loopback();
	uint8_t data[18];

	CHECK_INT(cusb_get_descriptor(dev, cusb_to_device(), 0x100, 0, data, 18), -EINVAL);
	CHECK_INT(cusb_get_descriptor(dev, cusb_to_device(), 1, 0x100, data, 18), -EINVAL);
	CHECK_INT(cusb_get_descriptor(dev, cusb_to_device(), 1, 0, data, 0x10000), -EINVAL);
	CHECK_INT(cusb_get_descriptor(dev, cusb_to_device(), 0x77, 0, data, 18), -EPIPE);
	CHECK_INT(cusb_get_descriptor(dev, cusb_to_device(), 1, 0, data, 1), -EBADMSG);
	CHECK_INT(
		cusb_get_descriptor(dev, cusb_to_interface(0), CUSB_DESC_TYPE_REPORT, 0, data, 18),
		-EPIPE);
	cusb_device_free(dev);
}

CASE(set_descriptor_is_not_supported)
{
	struct cusb_device *dev = plug_loopback();
	uint8_t data[18] = {18, 1};

	CHECK_INT(cusb_set_descriptor(dev, cusb_to_device(), 1, 0, data, 18), -EPIPE);
	CHECK_INT(cusb_set_descriptor(dev, cusb_to_device(), 0x100, 0, data, 18), -EINVAL);
	CHECK_INT(cusb_set_descriptor(dev, cusb_to_device(), 1, 0x100, data, 18), -EINVAL);
	CHECK_INT(cusb_set_descriptor(dev, cusb_to_device(), 1, 0, data, 0x10000), -EINVAL);
	cusb_device_free(dev);
}

CASE(get_configuration_asks_the_device)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_get_configuration(dev), 1);
	CHECK_OK(cusb_set_configuration(dev, 2));
	CHECK_INT(cusb_get_configuration(dev), 2);
	CHECK_OK(cusb_set_configuration(dev, 0));
	CHECK_INT(cusb_get_configuration(dev), 0);
	cusb_device_free(dev);
}

CASE(get_interface_asks_the_device)
{
	struct cusb_device *dev = plug_altsetting(1, 2);

	CHECK_INT(cusb_get_interface(dev, 1), 2);
	CHECK_INT(cusb_get_interface(dev, 0), 0);
	CHECK_INT(cusb_get_interface(dev, 5), -ENOENT);
	CHECK_EITHER(cusb_get_interface(dev, 256), -EINVAL, -ENOENT);
	cusb_device_free(dev);
}

CASE(recipients_carry_their_index)
{
	CHECK_INT(cusb_to_device().recipient, CUSB_CTRL_RECIPIENT_DEVICE);
	CHECK_INT(cusb_to_device().wIndex, 0);
	CHECK_INT(cusb_to_interface(0x0302).recipient, CUSB_CTRL_RECIPIENT_INTERFACE);
	CHECK_INT(cusb_to_interface(0x0302).wIndex, 0x0302);
	CHECK_INT(cusb_to_endpoint(0x81).recipient, CUSB_CTRL_RECIPIENT_ENDPOINT);
	CHECK_INT(cusb_to_endpoint(0x81).wIndex, 0x81);
}
