/* SPDX-License-Identifier: MIT */
#include "both.h"

#define LENGTH 300

libusb_device_handle *libusb_of(uint16_t product)
{
	libusb_device_handle *handle;

	CHECK_OK(libusb_init(NULL));
	handle = libusb_open_device_with_vid_pid(NULL, 0xfffe, product);
	CHECK(handle);
	return handle;
}

struct cusb_device *cusb_of(uint16_t product)
{
	struct cusb_device *dev;

	CHECK_OK(cusb_find(CUSB_MATCH(idVendor, 0xfffe, idProduct, product), &dev));
	CHECK_OK(cusb_set_default_timeout(dev, AMPLE));
	return dev;
}

/* Other bytes each time. */
static void fill(unsigned char *data)
{
	static unsigned int seed;

	seed++;
	for (unsigned int i = 0; i < LENGTH; i++)
		data[i] = (unsigned char)(seed + i);
}

void libusb_round_trip(libusb_device_handle *handle, unsigned char out, unsigned char in)
{
	unsigned char sent[LENGTH], got[2 * LENGTH];
	int n;

	fill(sent);
	CHECK_OK(libusb_bulk_transfer(handle, out, sent, LENGTH, &n, AMPLE));
	CHECK_INT(n, LENGTH);
	CHECK_OK(libusb_bulk_transfer(handle, in, got, sizeof got, &n, AMPLE));
	CHECK_INT(n, LENGTH);
	CHECK(memcmp(sent, got, LENGTH) == 0);
}

void cusb_round_trip(struct cusb_device *dev, unsigned int out, unsigned int in)
{
	unsigned char sent[LENGTH], got[2 * LENGTH];

	fill(sent);
	CHECK_INT(cusb_write(dev, out, sent, LENGTH, CUSB_DEFAULT_TIMEOUT), LENGTH);
	CHECK_INT(cusb_read(dev, in, got, sizeof got, CUSB_DEFAULT_TIMEOUT), LENGTH);
	CHECK(memcmp(sent, got, LENGTH) == 0);
}

void libusb_store(libusb_device_handle *handle, const char *text)
{
	unsigned char data[16];
	int length = (int)strlen(text);

	memcpy(data, text, (size_t)length);
	CHECK_INT(libusb_control_transfer(handle, 0x40, 0, 0, 0, data, (uint16_t)length, AMPLE),
		  length);
}

void libusb_check_stored(libusb_device_handle *handle, const char *text)
{
	char data[16] = "";

	CHECK(libusb_control_transfer(handle, 0xc0, 1, 0, 0, (unsigned char *)data, 15, AMPLE) > 0);
	CHECK_STR(data, text);
}

void cusb_store(struct cusb_device *dev, const char *text)
{
	char data[16];
	size_t length = strlen(text);

	memcpy(data, text, length);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, data, length, CUSB_DEFAULT_TIMEOUT),
		  length);
}

void cusb_check_stored(struct cusb_device *dev, const char *text)
{
	char data[16] = "";

	CHECK(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 15, CUSB_DEFAULT_TIMEOUT) > 0);
	CHECK_STR(data, text);
}
