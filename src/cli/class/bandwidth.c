/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "bandwidth.h"

#define TYPE_CONTROL	 0
#define TYPE_ISOCHRONOUS 1
#define TYPE_BULK	 2
#define TYPE_INTERRUPT	 3

static unsigned int type_of(const struct cusb_endpoint *ep)
{
	return ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK;
}

static const char *synchronisation(const struct cusb_endpoint *ep)
{
	static const char *const names[] = {"", ", asynchronous", ", adaptive", ", synchronous"};

	return type_of(ep) == TYPE_ISOCHRONOUS ? names[ep->bmAttributes >> 2 & 3] : "";
}

static const char *usage(const struct cusb_endpoint *ep)
{
	static const char *const names[] = {"", ", feedback", ", implicit feedback data", ""};

	if (type_of(ep) == TYPE_INTERRUPT)
		return (ep->bmAttributes >> 4 & 3) == 1 ? ", notifications" : "";
	return type_of(ep) == TYPE_ISOCHRONOUS ? names[ep->bmAttributes >> 4 & 3] : "";
}

/* USB 2.0 table 9-13 and USB 3.2 table 9-26: microseconds; 0: not periodic, or reserved. */
static uint64_t interval_us(int speed, const struct cusb_endpoint *ep)
{
	unsigned int exponent = ep->bInterval > 16 ? 16 : ep->bInterval;

	if (ep->bInterval == 0 || speed <= CUSB_SPEED_UNKNOWN)
		return 0;
	if (speed >= CUSB_SPEED_HIGH)
		return UINT64_C(125) << (exponent - 1);
	if (type_of(ep) == TYPE_ISOCHRONOUS)
		return UINT64_C(1000) << (exponent - 1);
	return ep->bInterval * UINT64_C(1000);
}

/* The packets in an interval. USB 3.2 9.6.7: bursts, and for isochronous endpoints Mult bursts. */
static unsigned int packets(int speed, const struct cusb_endpoint *ep)
{
	const struct cusb_ss_endpoint_companion *companion = &ep->ss_companion;
	unsigned int mult = companion->bmAttributes & 3;

	if (companion->bLength > 0)
		return (companion->bMaxBurst + 1u) *
		       (type_of(ep) == TYPE_ISOCHRONOUS ? mult + 1 : 1);
	return speed == CUSB_SPEED_HIGH ? (ep->wMaxPacketSize >> 11 & 3) + 1 : 1;
}

static void add_time(struct class_text *text, uint64_t us)
{
	if (us % 1000)
		class_text_add(text, "%" PRIu64 " us", us);
	else
		class_text_add(text, "%" PRIu64 " ms", us / 1000);
}

/* Three digits, cut and not rounded, so that it is never too much. */
static void add_rate(struct class_text *text, uint64_t bytes_per_second)
{
	static const char *const units[] = {"B/s", "kB/s", "MB/s", "GB/s"};
	uint64_t scale = 1;
	unsigned int unit = 0;

	for (; bytes_per_second / scale >= 1000 && unit < 3; unit++)
		scale *= 1000;
	class_text_add(text, "%" PRIu64, bytes_per_second / scale);
	if (unit > 0 && bytes_per_second / scale < 100)
		class_text_add(text, ".%" PRIu64, bytes_per_second % scale * 10 / scale);
	class_text_add(text, " %s", units[unit]);
}

static void add_periodic(struct class_text *text, int speed, const struct cusb_endpoint *ep)
{
	unsigned int size = ep->wMaxPacketSize & 0x7ff, count = packets(speed, ep);
	uint64_t us = interval_us(speed, ep), bytes = (uint64_t)size * count;

	if (ep->ss_companion.wBytesPerInterval > 0)
		bytes = ep->ss_companion.wBytesPerInterval;
	if (ep->ss_companion.wBytesPerInterval > 0 && count > 1) {
		class_text_add(text, ", %" PRIu64 " bytes in up to %u packets", bytes, count);
	} else if (count > 1) {
		class_text_add(text, ", %u x %u bytes", count, size);
	} else {
		class_text_add(text, ", %" PRIu64 " byte%s", bytes, bytes == 1 ? "" : "s");
	}
	if (us == 0)
		return;
	class_text_add(text, " every ");
	add_time(text, us);
	if (bytes == 0)
		class_text_add(text, ", no bandwidth");
	else
		class_text_add(text, ", at most ");
	if (bytes > 0)
		add_rate(text, bytes * 1000000 / us);
}

static void add_bulk(struct class_text *text, const struct cusb_endpoint *ep)
{
	const struct cusb_ss_endpoint_companion *companion = &ep->ss_companion;
	unsigned int streams = companion->bmAttributes & 0x1f;

	class_text_add(text, ", packets of %u bytes", ep->wMaxPacketSize & 0x7ff);
	if (companion->bLength > 0 && companion->bMaxBurst > 0)
		class_text_add(text, " in bursts of up to %u", companion->bMaxBurst + 1);
	if (companion->bLength > 0 && type_of(ep) == TYPE_BULK && streams > 0)
		class_text_add(text, ", %lu streams", 1ul << streams);
}

void bandwidth_text(struct class_text *text, int speed, const struct cusb_endpoint *ep)
{
	static const char *const types[] = {"control", "isochronous", "bulk", "interrupt"};
	unsigned int type = type_of(ep);

	class_text_add(text, "%s", types[type]);
	if (type != TYPE_CONTROL)
		class_text_add(text, " %s",
			       ep->bEndpointAddress & CUSB_ENDPOINT_DIR_MASK ? "IN" : "OUT");
	class_text_add(text, "%s%s", synchronisation(ep), usage(ep));
	if (type == TYPE_ISOCHRONOUS || type == TYPE_INTERRUPT)
		add_periodic(text, speed, ep);
	else
		add_bulk(text, ep);
}
