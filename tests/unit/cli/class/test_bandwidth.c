/* SPDX-License-Identifier: MIT */
#include "cli/class/bandwidth.h"
#include "unit.h"

#define ISO  1
#define BULK 2
#define INTR 3
#define COMPANION(burst, attributes, bytes)                                                        \
	{                                                                                          \
		6, 0x30, burst, attributes, bytes                                                  \
	}

static const struct {
	enum cusb_speed speed;
	struct cusb_endpoint ep;
	const char *text;
} endpoints[] = {
	{CUSB_SPEED_LOW,
	 {.bEndpointAddress = 0x81, .bmAttributes = INTR, .wMaxPacketSize = 8, .bInterval = 10},
	 "interrupt IN, 8 bytes every 10 ms, at most 800 B/s"},
	{CUSB_SPEED_FULL,
	 {.bEndpointAddress = 0x81, .bmAttributes = INTR, .wMaxPacketSize = 1, .bInterval = 255},
	 "interrupt IN, 1 byte every 255 ms, at most 3 B/s"},
	{CUSB_SPEED_FULL,
	 {.bEndpointAddress = 1,
	  .bmAttributes = ISO | 2 << 2,
	  .wMaxPacketSize = 192,
	  .bInterval = 1},
	 "isochronous OUT, adaptive, 192 bytes every 1 ms, at most 192 kB/s"},
	{CUSB_SPEED_FULL,
	 {.bEndpointAddress = 0x81, .bmAttributes = ISO, .wMaxPacketSize = 0, .bInterval = 1},
	 "isochronous IN, 0 bytes every 1 ms, no bandwidth"},
	{CUSB_SPEED_HIGH,
	 {.bEndpointAddress = 0x81,
	  .bmAttributes = ISO | 1 << 2,
	  .wMaxPacketSize = 0x1400,
	  .bInterval = 1},
	 "isochronous IN, asynchronous, 3 x 1024 bytes every 125 us, at most 24.5 MB/s"},
	{CUSB_SPEED_HIGH,
	 {.bEndpointAddress = 0x81,
	  .bmAttributes = ISO | 1 << 4,
	  .wMaxPacketSize = 4,
	  .bInterval = 4},
	 "isochronous IN, feedback, 4 bytes every 1 ms, at most 4.0 kB/s"},
	{CUSB_SPEED_HIGH,
	 {.bEndpointAddress = 0x81, .bmAttributes = BULK, .wMaxPacketSize = 512},
	 "bulk IN, packets of 512 bytes"},
	{CUSB_SPEED_SUPER,
	 {.bEndpointAddress = 0x82,
	  .bmAttributes = BULK,
	  .wMaxPacketSize = 1024,
	  .ss_companion = COMPANION(15, 5, 0)},
	 "bulk IN, packets of 1024 bytes in bursts of up to 16, 32 streams"},
	{CUSB_SPEED_SUPER,
	 {.bEndpointAddress = 0x82,
	  .bmAttributes = ISO,
	  .wMaxPacketSize = 1024,
	  .bInterval = 1,
	  .ss_companion = COMPANION(7, 2, 24576)},
	 "isochronous IN, 24576 bytes in up to 24 packets every 125 us, at most 196 MB/s"},
	{CUSB_SPEED_SUPER,
	 {.bEndpointAddress = 0x81,
	  .bmAttributes = INTR,
	  .wMaxPacketSize = 2,
	  .bInterval = 8,
	  .ss_companion = COMPANION(0, 0, 2)},
	 "interrupt IN, 2 bytes every 16 ms, at most 125 B/s"},
	{CUSB_SPEED_SUPER,
	 {.bEndpointAddress = 0x81,
	  .bmAttributes = INTR | 1 << 4,
	  .wMaxPacketSize = 2,
	  .bInterval = 255},
	 "interrupt IN, notifications, 2 bytes every 4096 ms, at most 0 B/s"},
	{CUSB_SPEED_UNKNOWN,
	 {.bEndpointAddress = 0x81, .bmAttributes = INTR, .wMaxPacketSize = 8, .bInterval = 10},
	 "interrupt IN, 8 bytes"},
	{CUSB_SPEED_HIGH,
	 {.bEndpointAddress = 0x81, .bmAttributes = INTR, .wMaxPacketSize = 8, .bInterval = 0},
	 "interrupt IN, 8 bytes"},
	{CUSB_SPEED_FULL,
	 {.bEndpointAddress = 0x01, .bmAttributes = 0, .wMaxPacketSize = 64},
	 "control, packets of 64 bytes"},
};

CASE_PER_ROW(an_endpoint_in_a_sentence, endpoints)
{
	struct class_text text = {0};

	bandwidth_text(&text, endpoints[_i].speed, &endpoints[_i].ep);
	ck_assert_str_eq(text.text, endpoints[_i].text);
}
