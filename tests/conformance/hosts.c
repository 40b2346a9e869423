/* SPDX-License-Identifier: MIT */
/* Hosts that can take less than others: small URBs only, few capabilities. */
#include <errno.h>
#include <stdlib.h>

#include "seam.h"

#define VHCI_TAKES_ALL "vhci_hcd takes URBs of any size and has every capability"

CASE_ONLY(hosts_with_small_urbs, WORLD_VIRTUAL, VHCI_TAKES_ALL)
{
	static const size_t limits[] = {16384, 20000, 65536, 1000000};
	struct cusb_device *dev = plug_loopback();

	for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
		virtual_kernel_limit_urb(world.kernel, limits[i]);
		check_loopback(dev, 0x01, 0x81, 1024 * 1024);
		check_loopback(dev, 0x01, 0x81, 100001);
		check_loopback(dev, 0x02, 0x82, 1000);
	}
	cusb_device_free(dev);
}

CASE_ONLY(short_packets_on_hosts_with_small_urbs, WORLD_VIRTUAL, VHCI_TAKES_ALL)
{
	static unsigned char sent[50000], got[300000];
	static const size_t lengths[] = {1, 513, 16383, 16384, 16385, 32768, 49999};
	struct cusb_device *dev = plug_loopback();

	virtual_kernel_limit_urb(world.kernel, 16384);
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		fill(sent, lengths[i], (unsigned int)i);
		CHECK_INT(cusb_write(dev, 0x01, sent, lengths[i], GUARD_MS), lengths[i]);
		if (lengths[i] % 512 == 0)
			CHECK_INT(cusb_write(dev, 0x01, NULL, 0, GUARD_MS), 0);
		CHECK_INT(cusb_write(dev, 0x01, "next", 4, GUARD_MS), 4);
		CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, CUSB_NO_TIMEOUT), lengths[i]);
		CHECK_BYTES(got, sent, lengths[i]);
		CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, CUSB_NO_TIMEOUT), 4);
		CHECK_BYTES(got, "next", 4);
	}
	cusb_device_free(dev);
}

CASE_ONLY(partial_data_on_hosts_with_small_urbs, WORLD_VIRTUAL, VHCI_TAKES_ALL)
{
	static unsigned char buffer[100000];
	struct cusb_device *dev = plug("partial");
	struct cusb_transfer transfer = {.bEndpointAddress = 0x01,
					 .data = buffer,
					 .length = sizeof buffer,
					 .timeout_ms = 100,
					 .actual_length = 0};

	virtual_kernel_limit_urb(world.kernel, 16384);
	set_count(dev, 70);
	CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, 100), 70 * 512);
	for (size_t i = 0; i < 70 * 512; i++)
		CHECK_INT(buffer[i], i & 0xff);
	set_count(dev, 90);
	CHECK_INT(cusb_transfer_run(dev, &transfer), -ETIMEDOUT);
	CHECK_INT(transfer.actual_length, 90 * 512);
	cusb_device_free(dev);
}

CASE_ONLY(hosts_with_few_capabilities, WORLD_VIRTUAL, VHCI_TAKES_ALL)
{
	static const uint32_t capabilities[] = {0,
						USBDEVFS_CAP_ZERO_PACKET,
						USBDEVFS_CAP_BULK_CONTINUATION,
						USBDEVFS_CAP_BULK_CONTINUATION |
							USBDEVFS_CAP_NO_PACKET_SIZE_LIM,
						USBDEVFS_CAP_BULK_SCATTER_GATHER,
						0x1ff};
	static unsigned char sent[40000], got[300000];
	struct cusb_device *dev = plug_loopback();

	fill(sent, sizeof sent, 1);
	for (size_t i = 0; i < sizeof capabilities / sizeof capabilities[0]; i++) {
		virtual_kernel_set_capabilities(world.kernel, capabilities[i]);
		cusb_close(dev);
		check_loopback(dev, 0x01, 0x81, 1024 * 1024);
		CHECK_INT(cusb_write(dev, 0x01, sent, sizeof sent, GUARD_MS), sizeof sent);
		CHECK_INT(cusb_write(dev, 0x01, "next", 4, GUARD_MS), 4);
		CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), sizeof sent);
		CHECK_BYTES(got, sent, sizeof sent);
		CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), 4);
	}
	cusb_device_free(dev);
}

/* 16 MiB for all programs together: more is sent and read in turns. */
CASE(more_than_usbfs_has_memory_for)
{
	struct cusb_device *dev = plug("partial");
	size_t length = 20 * 1024 * 1024;
	unsigned char *buffer = malloc(length);
	struct cusb_transfer transfer = {.bEndpointAddress = 0x81,
					 .data = buffer,
					 .length = length,
					 .timeout_ms = GUARD_MS,
					 .actual_length = 0};

	CHECK(buffer);
	set_count(dev, (unsigned int)(length / 512));
	CHECK_OK(cusb_transfer_run(dev, &transfer));
	CHECK_INT(transfer.actual_length, length);
	for (size_t i = 0; i < length; i += 511)
		CHECK_INT(buffer[i], i & 0xff);
	free(buffer);
	cusb_device_free(dev);
}
