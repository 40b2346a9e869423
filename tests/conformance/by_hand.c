/* SPDX-License-Identifier: MIT */
/*
 * cusb_set_automatic: with false, the kernel decides. What it does with an interface that nobody
 * has claimed, with endpoints of another type, and with transfers of an interface that changes.
 */
#define CASES_SHARE 1
#define CASES_NEED  NEED_NATIVE

#include <errno.h>
#include <string.h>

#include "other_program.h"
#include "queue_case.h"
#include "seam.h"

static struct cusb_device *by_hand(struct cusb_device *dev)
{
	cusb_set_automatic(dev, false);
	CHECK_OK(cusb_open(dev));
	return dev;
}

static int run(struct cusb_device *dev, unsigned int address, unsigned int flags)
{
	unsigned char data[64] = {0x80, CUSB_REQ_GET_STATUS, [6] = 2};
	struct cusb_transfer transfer = {.bEndpointAddress = address,
					 .flags = flags,
					 .data = data,
					 .length = sizeof data,
					 .timeout_ms = GUARD_MS};
	int err = cusb_transfer_run(dev, &transfer);

	CHECK_INT(transfer.status, err);
	return err;
}

static struct cusb_transfer *submit_typed(struct cusb_device *dev, unsigned int address,
					  unsigned int flags)
{
	struct cusb_transfer *transfer = transfer_begin(address, 512, 0);

	transfer->flags = flags;
	CHECK_OK(cusb_submit(dev, transfer));
	return transfer;
}

/* ---- what costs nothing ---- */

CASE(opening_and_a_transfer_take_5_calls)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	seam_reset();
	cusb_set_automatic(dev, false);
	CHECK_INT(run(dev, 0x01, CUSB_TYPE_BULK), -EBADF);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x80, 0, 0, 0, NULL, 0, GUARD_MS), -EBADF);
	CHECK_INT(cusb_claim_interface(dev, 0), -EBADF);
	CHECK_INT(seam_count_all(), 0);
	CHECK_OK(cusb_open(dev));
	CHECK_INT(seam_count_all(), 2);
	CHECK_OK(run(dev, 0x01, CUSB_TYPE_BULK));
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_SUBMITURB), 1);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_CLAIMINTERFACE), 0);
	CHECK_INT(seam_count(VIRTUAL_OPENAT, 0), 1);
	CHECK_INT(seam_count(VIRTUAL_PREAD, 0), 1);
	if (world.kernel)
		CHECK_INT(seam_count_all(), 5);
	cusb_device_free(dev);
	seam_end();
}

/* ---- claims of the kernel ---- */

CASE(the_kernel_claims_for_a_transfer)
{
	struct cusb_device *dev = by_hand(plug_loopback()), *other = find_again(dev);

	CHECK_OK(run(dev, 0x01, CUSB_TYPE_BULK));
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_release_interface(dev, 0), -EINVAL);
	CHECK_INT(cusb_release_interface(dev, 9), -ENOENT);
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_INT(run(dev, 0x01, CUSB_TYPE_BULK), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(the_kernel_claims_for_the_other_calls)
{
	struct cusb_device *dev = by_hand(plug_loopback()), *other = find_again(dev);
	char byte = 'x';

	CHECK_OK(cusb_clear_halt(dev, 0x81));
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_ctrl_transfer(dev, 0x21, 0, 0, 1, &byte, 1, GUARD_MS), 1);
	CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
	CHECK_OK(cusb_release_interface(dev, 1));
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
	CHECK_OK(cusb_release_interface(dev, 1));
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_OK(cusb_claim_interface(other, 1));
	CHECK_INT(cusb_clear_halt(dev, 0x81), -EBUSY);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x21, 0, 0, 1, &byte, 1, GUARD_MS), -EBUSY);
	CHECK_INT(cusb_set_altsetting(dev, 1, 0), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(closing_releases_the_kernels_claims)
{
	struct cusb_device *dev = by_hand(plug_loopback()), *other = find_again(dev);

	CHECK_OK(run(dev, 0x01, CUSB_TYPE_BULK));
	cusb_close(dev);
	CHECK_OK(cusb_claim_interface(other, 0));
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE_ONLY(a_driver_keeps_its_interface, WORLD_VIRTUAL,
	  "in a real kernel no driver fits the virtual devices; real_devices.c has a keyboard")
{
	struct cusb_device *dev = plug_loopback();
	char byte;

	CHECK_OK(cusb_virtual_bind_driver(world.kernel, dev->name, 0, "usbtest"));
	cusb_set_auto_detach(by_hand(dev), true);
	CHECK_INT(run(dev, 0x01, CUSB_TYPE_BULK), -EBUSY);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x21, 0, 0, 0, &byte, 1, GUARD_MS), -EBUSY);
	CHECK_INT(cusb_set_configuration(dev, 2), -EBUSY);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	CHECK_OK(run(dev, 0x01, CUSB_TYPE_BULK));
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
}

/* ---- types and endpoints ---- */

CASE(the_kernel_compares_the_type)
{
	struct cusb_device *dev = by_hand(plug_loopback());

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(run(dev, 0x01, CUSB_TYPE_BULK));
	CHECK_OK(run(dev, 0x02, CUSB_TYPE_INTERRUPT));
	CHECK_OK(run(dev, 0x02, CUSB_TYPE_BULK));
	CHECK_INT(run(dev, 0x01, CUSB_TYPE_INTERRUPT), -EINVAL);
	CHECK_INT(run(dev, 0x01, CUSB_TYPE_CONTROL), -EINVAL);
	CHECK_INT(run(dev, 0x0f, CUSB_TYPE_BULK), -ENOENT);
	CHECK_INT(run(dev, 0x03, CUSB_TYPE_BULK), -ENOENT);
	CHECK_INT(run(dev, 0x0f, CUSB_TYPE_CONTROL), -ENOENT);
	CHECK_OK(run(dev, 0x00, CUSB_TYPE_CONTROL));
	CHECK_OK(run(dev, 0x80, CUSB_TYPE_CONTROL));
	CHECK_OK(run(dev, 0x00, 0));
	cusb_device_free(dev);
}

CASE(halts_of_what_is_no_endpoint)
{
	struct cusb_device *dev = by_hand(plug_loopback());

	CHECK_INT(cusb_clear_halt(dev, 0x0f), -ENOENT);
	CHECK_INT(cusb_clear_halt(dev, 0x00), -ENOENT);
	CHECK_INT(cusb_reset_endpoint(dev, 0x0f), -ENOENT);
	cusb_device_free(dev);
}

CASE(reads_and_writes_find_their_type)
{
	struct cusb_device *dev = by_hand(plug_loopback());

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_claim_interface(dev, 1));
	check_loopback(dev, 0x01, 0x81, 3000);
	check_loopback(dev, 0x02, 0x82, 64);
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	check_loopback(dev, 0x03, 0x83, 3000);
	CHECK_OK(cusb_set_altsetting(dev, 1, 2));
	check_loopback(dev, 0x03, 0x83, 64);
	CHECK_INT(cusb_write(dev, 0x0f, "x", 1, GUARD_MS), -ENOENT);
	cusb_device_free(dev);
}

/* ---- configuration, settings, reset ---- */

CASE(the_kernel_refuses_a_configuration_while_an_interface_is_claimed)
{
	struct cusb_device *dev = by_hand(plug_loopback());

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(cusb_set_configuration(dev, 1), -EBUSY);
	CHECK_INT(cusb_set_configuration(dev, CUSB_UNCONFIGURED), -EBUSY);
	CHECK_OK(run(dev, 0x01, CUSB_TYPE_BULK));
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_set_configuration(dev, 3), -EINVAL);
	CHECK_INT(cusb_set_configuration(dev, 300), -EINVAL);
	CHECK_OK(cusb_set_configuration(dev, 2));
	CHECK_INT(cusb_active_configuration_value(dev), 2);
	CHECK_OK(cusb_set_configuration(dev, CUSB_UNCONFIGURED));
	CHECK_INT(cusb_active_configuration_value(dev), -EHOSTUNREACH);
	CHECK_EITHER(run(dev, 0x01, CUSB_TYPE_BULK), -EHOSTUNREACH, -ENOENT);
	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	CHECK_OK(run(dev, 0x01, CUSB_TYPE_BULK));
	cusb_device_free(dev);
}

CASE(the_kernel_refuses_settings_that_are_not_there)
{
	struct cusb_device *dev = by_hand(plug_loopback());

	CHECK_OK(cusb_claim_interface(dev, 1));
	CHECK_INT(cusb_set_altsetting(dev, 1, 3), -EINVAL);
	CHECK_INT(cusb_set_altsetting(dev, 1, 300), -EINVAL);
	CHECK_INT(cusb_set_altsetting(dev, 9, 0), -ENOENT);
	CHECK_INT(cusb_ensure_altsetting(dev, 1, 2), 1);
	CHECK_INT(cusb_ensure_altsetting(dev, 1, 2), 0);
	CHECK_INT(cusb_altsetting(dev, 1), 2);
	CHECK_OK(run(dev, 0x03, CUSB_TYPE_INTERRUPT));
	cusb_device_free(dev);
}

CASE_NEEDS(a_reset_loses_the_claims, NEED_RESET)
{
	struct cusb_device *dev = by_hand(plug_loopback()), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_reset(dev));
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_INT(cusb_release_interface(dev, 0), -EINVAL);
	CHECK_INT(run(dev, 0x01, CUSB_TYPE_BULK), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* ---- ends of transfers ---- */

/* Two reads wait for data that does not come: of interface 0, and of interface 1. */
static struct cusb_transfer *reads[2];

static struct cusb_device *begin_reads(void)
{
	struct cusb_device *dev = by_hand(plug_loopback());

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_claim_interface(dev, 1));
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	reads[0] = submit_typed(dev, 0x81, CUSB_TYPE_BULK);
	reads[1] = submit_typed(dev, 0x83, CUSB_TYPE_BULK);
	return dev;
}

static void end_reads(struct cusb_device *dev)
{
	check_none_left(dev);
	transfer_end(reads[0]);
	transfer_end(reads[1]);
	cusb_device_free(dev);
}

CASE(a_release_ends_the_transfers_of_the_interface)
{
	struct cusb_device *dev = begin_reads();

	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_REAPED(dev, reads[0], -ESHUTDOWN, 0);
	CHECK_OK(cusb_cancel(dev, reads[1]));
	CHECK_REAPED(dev, reads[1], -ECANCELED, 0);
	end_reads(dev);
}

CASE(a_setting_ends_the_transfers_of_the_interface)
{
	struct cusb_device *dev = begin_reads();

	CHECK_OK(cusb_set_altsetting(dev, 1, 0));
	CHECK_REAPED(dev, reads[1], -ESHUTDOWN, 0);
	cusb_close(dev);
	CHECK_REAPED(dev, reads[0], -ECANCELED, 0);
	end_reads(dev);
}

CASE_NEEDS(a_reset_ends_all_transfers, NEED_RESET)
{
	struct cusb_device *dev = begin_reads();
	struct cusb_transfer *first, *second;

	CHECK_OK(cusb_reset(dev));
	first = reap(dev);
	second = reap(dev);
	CHECK(first != second);
	CHECK_INT(first->status, -ESHUTDOWN);
	CHECK_INT(second->status, -ESHUTDOWN);
	end_reads(dev);
}

CASE(a_disconnected_interface_ends_its_transfers)
{
	struct cusb_device *dev = begin_reads();
	int fd = other_open(dev);

	CHECK_INT(other_disconnect(fd, 0), 0);
	CHECK_REAPED(dev, reads[0], -ESHUTDOWN, 0);
	CHECK_OK(cusb_cancel(dev, reads[1]));
	CHECK_REAPED(dev, reads[1], -ECANCELED, 0);
	other_close(fd);
	end_reads(dev);
}

CASE(unconfiguring_ends_the_transfers)
{
	struct cusb_device *dev = begin_reads();
	struct cusb_transfer *first, *second;

	world_configure(dev->name, -1);
	first = reap(dev);
	second = reap(dev);
	CHECK(first != second);
	CHECK_INT(first->status, -EHOSTUNREACH);
	CHECK_INT(second->status, -EHOSTUNREACH);
	end_reads(dev);
}

CASE(unplugging_ends_the_transfers)
{
	struct cusb_device *dev = begin_reads();
	struct cusb_transfer *first, *second;

	world_unplug(dev->name);
	first = reap(dev);
	second = reap(dev);
	CHECK(first != second);
	CHECK_INT(first->status, -ENODEV);
	CHECK_INT(second->status, -ENODEV);
	CHECK_INT(cusb_clear_halt(dev, 0x81), -ENODEV);
	CHECK(cusb_is_open(dev));
	end_reads(dev);
}

CASE_NEEDS(isochronous_packets_by_hand, NEED_ISOCHRONOUS)
{
	struct cusb_device *dev = by_hand(plug("iso"));
	struct cusb_transfer *iso = cusb_transfer_new(2);
	unsigned char data[2 * 1024];

	CHECK_OK(cusb_claim_interface(dev, 0));
	iso->bEndpointAddress = 0x81;
	iso->flags = CUSB_TYPE_ISOCHRONOUS;
	iso->data = data;
	iso->length = sizeof data;
	iso->timeout_ms = GUARD_MS;
	CHECK_OK(cusb_transfer_fill_packets(iso, 1024));
	CHECK_OK(cusb_set_altsetting(dev, 0, 1));
	CHECK_OK(cusb_transfer_run(dev, iso));
	iso->flags = CUSB_TYPE_BULK;
	iso->packet_count = 0;
	CHECK_INT(cusb_transfer_run(dev, iso), -EINVAL);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), 0);
	cusb_transfer_free(iso);
	cusb_device_free(dev);
}
