/* SPDX-License-Identifier: MIT */
/* cusb_device_copy: several objects for one plugged-in device; and its bytes. */
#define CASES_SHARE 1

#include <errno.h>
#include <string.h>

#include "seam.h"

static struct cusb_device *copy_of(struct cusb_device *dev)
{
	struct cusb_device *copy = NULL;

	CHECK_OK(cusb_device_copy(dev, &copy));
	CHECK_OK(cusb_set_default_timeout(copy, GUARD_MS));
	return copy;
}

CASE(a_copy_is_open_beside_its_original)
{
	struct cusb_device *dev = plug_loopback(), *copy;

	CHECK_OK(cusb_claim_interface(dev, 0));
	copy = copy_of(dev);
	CHECK(!cusb_is_open(copy));
	CHECK_OK(cusb_open(copy));
	CHECK_INT(cusb_claim_interface(copy, 0), -EBUSY);
	CHECK_OK(cusb_claim_interface(copy, 1));
	CHECK_INT(cusb_claim_interface(dev, 1), -EBUSY);
	check_loopback(dev, 0x01, 0x81, 600);
	CHECK_OK(cusb_set_altsetting(copy, 1, 1));
	check_loopback(copy, 0x03, 0x83, 600);
	cusb_close(dev);
	CHECK_OK(cusb_claim_interface(copy, 0));
	check_loopback(copy, 0x01, 0x81, 600);
	cusb_device_free(copy);
	cusb_device_free(dev);
}

CASE(a_copy_lives_longer_than_its_original)
{
	struct cusb_device *dev = plug_loopback(), *copy = copy_of(dev);

	cusb_device_free(dev);
	CHECK(copy->configurations[0].device == copy);
	check_loopback(copy, 0x01, 0x81, 600);
	cusb_device_free(copy);
}

CASE_NEEDS(a_copy_takes_no_system_call, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL, *copy;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_INT(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	seam_reset();
	copy = copy_of(dev);
	CHECK_INT(cusb_device_speed(copy), CUSB_SPEED_HIGH);
	CHECK(cusb_same_device(dev, copy));
	CHECK_INT(seam_count_all(), 0);
	cusb_device_free(copy);
	CHECK_INT(seam_count_all(), 0);
	cusb_device_free(dev);
	seam_end();
}

CASE(a_copy_of_an_unplugged_device_cannot_be_opened)
{
	struct cusb_device *dev = plug("loopback"), *copy;

	world_unplug(dev->name);
	copy = copy_of(dev);
	CHECK_INT(cusb_open(copy), -ENODEV);
	cusb_device_free(copy);
	cusb_device_free(dev);
}

/* In the order of the bus, as the device sends them. */
static void check_sent(struct cusb_device *dev, const uint8_t *bytes, size_t length)
{
	uint8_t sent[4096];
	size_t at = 18;

	CHECK_INT(cusb_get_descriptor(dev, cusb_to_device(), CUSB_DESC_TYPE_DEVICE, 0, sent, 18),
		  18);
	CHECK(length >= 18);
	CHECK_BYTES(bytes, sent, 18);
	for (unsigned int i = 0; i < dev->bNumConfigurations; i++) {
		ssize_t n = cusb_get_descriptor(dev, cusb_to_device(), CUSB_DESC_TYPE_CONFIG, i,
						sent, sizeof sent);

		CHECK(n > 0 && (size_t)n <= length - at);
		CHECK_BYTES(bytes + at, sent, (size_t)n);
		at += (size_t)n;
	}
	CHECK_INT(at, length);
}

CASE(the_bytes_are_those_that_the_device_sends)
{
	static const char *const models[] = {"loopback", "super", "low"};

	for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
		struct cusb_device *dev = plug(models[i]);
		size_t length = 0;
		const uint8_t *bytes = cusb_descriptors(dev, &length);

		check_sent(dev, bytes, length);
		cusb_device_free(dev);
	}
}
