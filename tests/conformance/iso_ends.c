/* SPDX-License-Identifier: MIT */
/* How isochronous transfers end that do not run to their end. The model is told to let only so many
 * packets move, and then stands still.
 */
#define CASES_NEED NEED_ISOCHRONOUS

#include <errno.h>
#include <string.h>

#include "iso.h"

#define NO_LIMIT 0xffff

static struct cusb_transfer *submit_iso(struct cusb_device *dev, unsigned int bEndpointAddress,
					void *data, unsigned int packet_count)
{
	struct cusb_transfer *transfer =
		iso_transfer(bEndpointAddress, data, (size_t)packet_count * 8, packet_count, 8);

	transfer->timeout_ms = CUSB_NO_TIMEOUT;
	CHECK_OK(cusb_submit(dev, transfer));
	return transfer;
}

static void reap_iso(struct cusb_device *dev, struct cusb_transfer *transfer, int status)
{
	struct cusb_transfer *done = NULL;

	CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
	CHECK(done == transfer);
	CHECK_INT(done->status, status);
}

CASE(cancelled_isochronous_transfer_keeps_what_moved)
{
	unsigned char data[4 * 8] = "";
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *transfer;

	set_count(dev, 2);
	transfer = submit_iso(dev, 0x01, data, 4);
	await_device(dev);
	CHECK_OK(cusb_cancel(dev, transfer));
	reap_iso(dev, transfer, -ECANCELED);
	CHECK_INT(transfer->actual_length, 16);
	check_packet(transfer, 1, 8, 0);
	check_packet(transfer, 2, 0, -EXDEV);
	CHECK_INT(cusb_cancel(dev, transfer), -ENOENT);
	cusb_transfer_free(transfer);
	cusb_device_free(dev);
}

CASE(cancel_all_of_an_isochronous_endpoint)
{
	unsigned char data[3][2 * 8] = {""};
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *transfers[3], *done;

	set_count(dev, 0);
	for (unsigned int i = 0; i < 3; i++)
		transfers[i] = submit_iso(dev, 0x81, data[i], 2);
	CHECK_INT(cusb_in_flight(dev), 3);
	CHECK_INT(cusb_cancel_all(dev, 0x01), 0);
	CHECK_INT(cusb_cancel_all(dev, 0x81), 3);
	for (unsigned int i = 0; i < 3; i++) {
		CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
		CHECK_INT(done->status, -ECANCELED);
		CHECK_INT(done->actual_length, 0);
	}
	CHECK_INT(cusb_reap(dev, CUSB_DONT_WAIT, &done), -ENODATA);
	for (unsigned int i = 0; i < 3; i++)
		cusb_transfer_free(transfers[i]);
	cusb_device_free(dev);
}

CASE(cancelled_transfer_of_many_urbs)
{
	static unsigned char data[300 * 8];
	struct cusb_device *dev = plug_iso("iso", 3);
	struct cusb_transfer *transfer;

	set_count(dev, 200);
	transfer = submit_iso(dev, 0x01, data, 300);
	await_device(dev);
	CHECK_OK(cusb_cancel(dev, transfer));
	reap_iso(dev, transfer, -ECANCELED);
	CHECK_INT(cusb_in_flight(dev), 0);
	check_packet(transfer, 127, 8, 0);
	CHECK(transfer->actual_length >= 128 * 8 && transfer->actual_length <= 200 * 8);
	cusb_transfer_free(transfer);
	cusb_device_free(dev);
}

CASE(isochronous_transfer_out_of_time)
{
	unsigned char data[4 * 8] = "";
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *transfer = iso_transfer(0x01, data, sizeof data, 4, 8);

	LONGER (ms, 50) {
		set_count(dev, 1);
		transfer->timeout_ms = ms;
		CHECK_INT(cusb_transfer_run(dev, transfer), -ETIMEDOUT);
		if (transfer->actual_length == 8)
			break;
	}
	CHECK_INT(transfer->actual_length, 8);
	check_packet(transfer, 0, 8, 0);
	CHECK_OK(cusb_submit(dev, transfer));
	reap_iso(dev, transfer, -ETIMEDOUT);
	CHECK_INT(transfer->actual_length, 0);
	cusb_transfer_free(transfer);
	cusb_device_free(dev);
}

CASE(isochronous_read_out_of_time)
{
	unsigned char got[4 * 1024];
	struct cusb_device *dev = plug_iso("iso", 1);
	ssize_t n = 0;

	write_packets(dev, "a\0bb\0ccc\0");
	set_count(dev, 2);
	LONGER (ms, 50) {
		n = cusb_read(dev, 0x81, got, sizeof got, ms);
		if (n != -ETIMEDOUT)
			break;
	}
	CHECK_INT(n, 3);
	CHECK_BYTES(got, "abb", 3);
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, patience(50)), -ETIMEDOUT);
	set_count(dev, NO_LIMIT);
	CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, GUARD_MS), 3);
	CHECK_BYTES(got, "ccc", 3);
	cusb_device_free(dev);
}

CASE(unplugged_with_isochronous_transfers_in_flight)
{
	static unsigned char data[5][300 * 8];
	const char *name = world_plug("iso");
	struct cusb_device *dev = find_name(name);
	struct cusb_transfer *transfers[5], *done;

	CHECK_OK(cusb_set_altsetting(dev, 0, 1));
	set_count(dev, 100);
	for (unsigned int i = 0; i < 5; i++)
		transfers[i] = submit_iso(dev, i % 2 ? 0x81 : 0x01, data[i], i ? 2 : 300);
	world_unplug(name);
	for (unsigned int i = 0; i < 5; i++) {
		CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
		CHECK_INT(done->status, -ENODEV);
		done->status = 1; /* each comes once */
	}
	CHECK_INT(cusb_reap(dev, GUARD_MS, &done), -ENODATA);
	for (unsigned int i = 0; i < 5; i++) {
		CHECK_INT(transfers[i]->status, 1);
		cusb_transfer_free(transfers[i]);
	}
	cusb_device_free(dev);
}

CASE(closed_with_isochronous_transfers_in_flight)
{
	unsigned char data[2][16] = {""};
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *transfers[2], *done;

	set_count(dev, 0);
	for (unsigned int i = 0; i < 2; i++)
		transfers[i] = submit_iso(dev, 0x81, data[i], 2);
	cusb_close(dev);
	for (unsigned int i = 0; i < 2; i++) {
		CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
		CHECK_INT(done->status, -ECANCELED);
	}
	CHECK_INT(cusb_reap(dev, GUARD_MS, &done), -ENODATA);
	for (unsigned int i = 0; i < 2; i++)
		cusb_transfer_free(transfers[i]);
	cusb_device_free(dev);
}

CASE(altsetting_ends_isochronous_transfers)
{
	unsigned char data[16] = "";
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *transfer;

	set_count(dev, 0);
	transfer = submit_iso(dev, 0x81, data, 2);
	CHECK_OK(cusb_set_altsetting(dev, 0, 3));
	reap_iso(dev, transfer, -ECANCELED);
	cusb_transfer_packet(transfer, 0)->length = 8;
	CHECK_OK(cusb_transfer_run(dev, transfer));
	cusb_transfer_free(transfer);
	cusb_device_free(dev);
}

CASE_NEEDS(reset_ends_isochronous_transfers, NEED_RESET)
{
	unsigned char data[16] = "";
	struct cusb_device *dev = plug_iso("iso", 1);
	struct cusb_transfer *transfer, *done = NULL;

	set_count(dev, 0);
	transfer = submit_iso(dev, 0x81, data, 2);
	CHECK_OK(cusb_reset(dev));
	CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
	CHECK(done == transfer);
	CHECK(done->status < 0);
	CHECK_INT(cusb_in_flight(dev), 0);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -ENOENT);
	cusb_transfer_free(transfer);
	cusb_device_free(dev);
}
