/* SPDX-License-Identifier: MIT */
/* Claiming, releasing, opening, closing, disposing. */
#define CASES_SHARE 1

#include <errno.h>

#include "other_program.h"
#include "seam.h"

/* A call of the user asks the kernel whether the claim still holds; a transfer does not. */
CASE_NEEDS(claiming_is_idempotent, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_CLAIMINTERFACE) +
			  seam_count(VIRTUAL_IOCTL, USBDEVFS_DISCONNECT_CLAIM),
		  2);
	cusb_device_free(dev);
	seam_end();
}

CASE(claiming_keeps_others_out)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);
	char byte = 0;

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	CHECK_INT(cusb_write(other, 0x01, &byte, 1, GUARD_MS), -EBUSY);
	CHECK_INT(cusb_read(other, 0x81, &byte, 1, GUARD_MS), -EBUSY);
	CHECK_INT(cusb_clear_halt(other, 0x81), -EBUSY);
	CHECK_OK(cusb_claim_interface(other, 1));
	CHECK_INT(cusb_ctrl_transfer(other, 0x40, 0, 0, 0, &byte, 1, GUARD_MS), 1);
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* So a control request that races a release of its interface claims it anew. */
CASE_NEEDS(the_kernel_claims_for_a_control_request, NEED_NATIVE)
{
	struct cusb_device *dev = plug_loopback();
	unsigned char data[1] = {0};
	struct usbdevfs_ctrltransfer request = {0x21, 0, 0, 1, sizeof data, GUARD_MS, data};
	int fd = other_open(dev);

	CHECK_INT(other_ioctl(fd, USBDEVFS_CONTROL, &request), 1);
	CHECK_INT(cusb_claim_interface(dev, 1), -EBUSY);
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(other_ioctl_number(fd, USBDEVFS_RELEASEINTERFACE, 1));
	CHECK_OK(cusb_claim_interface(dev, 1));
	/* Releasing what is lost is refused. */
	CHECK_INT(other_ioctl_number(fd, USBDEVFS_RELEASEINTERFACE, 1), -EINVAL);
	other_close(fd);
	cusb_device_free(dev);
}

CASE(releasing_is_idempotent)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK(!cusb_is_open(dev));
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(interface_numbers_that_are_not_there)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_claim_interface(dev, 2), -ENOENT);
	CHECK_INT(cusb_claim_interface(dev, 31), -ENOENT);
	CHECK_EITHER(cusb_claim_interface(dev, 64), -ENOENT, -EINVAL);
	CHECK_EITHER(cusb_claim_interface(dev, 255), -ENOENT, -EINVAL);
	CHECK_INT(cusb_claim_interface(dev, 256), -EINVAL);
	CHECK_INT(cusb_claim_interface(dev, 0x80000000u), -EINVAL);
	CHECK_EITHER(cusb_release_interface(dev, 255), 0, -ENOENT);
	CHECK_EITHER(cusb_release_interface(dev, 256), 0, -EINVAL);
	cusb_device_free(dev);
}

CASE_NEEDS(opening_is_idempotent, NEED_NATIVE)
{
	struct cusb_device *dev = plug_loopback();
	int fds = count_fds(), open_fds;

	CHECK(!cusb_is_open(dev));
	CHECK_OK(cusb_open(dev));
	CHECK(cusb_is_open(dev));
	open_fds = count_fds();
	CHECK(open_fds > fds);
	CHECK_OK(cusb_open(dev));
	CHECK_INT(count_fds(), open_fds);
	cusb_close(dev);
	CHECK(!cusb_is_open(dev));
	CHECK_INT(count_fds(), fds);
	cusb_close(dev);
	cusb_device_free(dev);
}

CASE(the_first_operation_opens)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_get_configuration(dev), 1);
	CHECK(cusb_is_open(dev));
	cusb_device_free(dev);
}

CASE(closing_releases_and_the_next_use_opens_and_claims_again)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	check_loopback(dev, 0x01, 0x81, 100);
	cusb_close(dev);
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), -EBUSY);
	cusb_close(other);
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(disposing_returns_the_object_to_how_find_left_it)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);
	int fds = count_fds();
	const char *text = NULL;

	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_product(dev, &text));
	cusb_dispose_resources(dev);
	cusb_dispose_resources(dev);
	CHECK(!cusb_is_open(dev));
	CHECK_INT(count_fds(), fds);
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_OK(cusb_claim_interface(other, 1));
	cusb_close(other);
	check_loopback(dev, 0x01, 0x81, 600);
	CHECK_OK(cusb_product(dev, &text));
	CHECK_STR(text, "Loopback ∞ Übungsgerät");
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* PyUSB keeps it too. */
CASE(disposing_keeps_the_default_timeout)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_default_timeout(dev, 77));
	cusb_dispose_resources(dev);
	CHECK_INT(cusb_default_timeout(dev), 77);
	cusb_device_free(dev);
}

CASE(a_transfer_claims_only_its_own_interface)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	CHECK_OK(cusb_claim_interface(other, 1));
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(clear_halt_claims)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_clear_halt(dev, 0x81));
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	CHECK_OK(cusb_claim_interface(other, 1));
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* A claim that failed has not half happened. */
CASE(a_busy_interface_can_be_claimed_once_it_is_free)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), -EBUSY);
	CHECK_OK(cusb_release_interface(other, 0));
	check_loopback(dev, 0x01, 0x81, 5);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(many_rounds_leave_no_file_open)
{
	struct cusb_device *dev = plug_loopback();
	int fds = count_fds();

	for (int i = 0; i < 50; i++) {
		check_loopback(dev, 0x01, 0x81, 64);
		if (i % 2)
			cusb_dispose_resources(dev);
		else
			cusb_close(dev);
		CHECK_INT(count_fds(), fds);
	}
	cusb_device_free(dev);
}
