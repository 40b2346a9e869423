/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <cusb/util.h>

#include "answers.h"
#include "cli/class/meaning.h"
#include "cli/class/tables.h"

#define FROM_DEVICE_VENDOR  0xc0
#define UUID_OFFSET	    4 /* in a platform capability; its first four bytes tell it apart */
#define DATA_OFFSET	    20
#define CAPABILITY_PLATFORM 5

#define WEBUSB_GET_URL	 2
#define MS_OS_2_GET_SET	 7
#define MS_OS_2_SET_SIZE 8 /* of the data for one version of Windows */

struct asking {
	struct cusb_device *dev;
	struct answers_sink *sink;
	int *failed;
};

static ssize_t ask_vendor(struct asking *asking, unsigned int code, unsigned int value,
			  unsigned int index, uint8_t *bytes, size_t size)
{
	struct cusb_setup setup = {FROM_DEVICE_VENDOR, (uint8_t)code, (uint16_t)value,
				   (uint16_t)index, (uint16_t)size};
	ssize_t n = *asking->failed ? *asking->failed : ask(asking->dev, &setup, bytes);

	if (cusb_ends_all_strings(n))
		*asking->failed = (int)n;
	return n;
}

/* `data`: bcdVersion, bVendorCode, iLandingPage. */
static void give_url(struct asking *asking, const uint8_t *data, size_t length)
{
	uint8_t bytes[255];
	ssize_t n;

	if (length < 4 || data[3] == 0)
		return;
	n = ask_vendor(asking, data[2], data[3], WEBUSB_GET_URL, bytes, sizeof bytes);
	if (n > 0)
		asking->sink->answer(asking->sink, "webusb_url", "WebUSB landing page", webusb_url,
				     bytes, (size_t)n);
}

/* Each one begins with its length and its type, two bytes each. */
static void give_set(struct asking *asking, const uint8_t *bytes, size_t length)
{
	while (length >= 4) {
		size_t own = (size_t)class_number(bytes, 2);
		uint32_t type = (uint32_t)class_number(bytes + 2, 2);
		struct layout layout;

		own = own < 4 || own > length ? length : own;
		layout_find(ms_os_2_layouts, type, type, &layout);
		asking->sink->answer(asking->sink, NULL, layout.name, layout.rows, bytes, own);
		bytes += own;
		length -= own;
	}
}

/* `data`: for each version of Windows its number, the length of the set, and two codes. */
static void give_sets(struct asking *asking, const uint8_t *data, size_t length)
{
	asking->sink->list_begin(asking->sink, "ms_os_2");
	for (; length >= MS_OS_2_SET_SIZE; length -= MS_OS_2_SET_SIZE, data += MS_OS_2_SET_SIZE) {
		size_t size = (size_t)class_number(data + 4, 2);
		uint8_t *bytes = malloc(size + 1);
		ssize_t n =
			bytes ? ask_vendor(asking, data[6], 0, MS_OS_2_GET_SET, bytes, size) : 0;

		if (n > 0)
			give_set(asking, bytes, (size_t)n);
		free(bytes);
	}
	asking->sink->list_end(asking->sink);
}

/* Of two capabilities of a kind the first counts. */
void answers_give_platform(struct cusb_device *dev, const uint8_t *bos, size_t length,
			   struct answers_sink *sink, int *failed)
{
	struct asking asking = {dev, sink, failed};
	bool url = false, sets = false;

	for (const uint8_t *d = cusb_extra_next(bos, length, NULL); d;
	     d = cusb_extra_next(bos, length, d)) {
		if (d[1] != CUSB_DESC_TYPE_DEVICE_CAPABILITY || d[0] < DATA_OFFSET ||
		    d[2] != CAPABILITY_PLATFORM)
			continue;
		if (!url && class_number(d + UUID_OFFSET, 4) == PLATFORM_WEBUSB) {
			give_url(&asking, d + DATA_OFFSET, d[0] - DATA_OFFSET);
			url = true;
		}
		if (!sets && class_number(d + UUID_OFFSET, 4) == PLATFORM_MS_OS_2) {
			give_sets(&asking, d + DATA_OFFSET, d[0] - DATA_OFFSET);
			sets = true;
		}
	}
}
