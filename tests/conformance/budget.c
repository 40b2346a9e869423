/* SPDX-License-Identifier: MIT */
/* What things cost: system calls and allocations of each operation. */
#define CASES_SHARE 1
#define CASES_NEED  NEED_NATIVE

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "seam.h"

static struct cusb_backend *backend;

static struct cusb_device *begin(void)
{
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	backend = seam_begin();
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	seam_reset();
	return dev;
}

static void end(struct cusb_device *dev)
{
	cusb_device_free(dev);
	seam_end();
}

static void check_budget(const char *file, int line, const char *what, unsigned int budget)
{
	char text[160];

	if (seam_count_all() > budget) {
		snprintf(text, sizeof text, "%s took %u system calls, not %u", what,
			 seam_count_all(), budget);
		check_failed(file, line, text);
	}
	seam_reset();
}
#define CHECK_BUDGET(what, budget) check_budget(__FILE__, __LINE__, what, budget)

static size_t count_devices(unsigned int idVendor)
{
	struct cusb_device **list = NULL;
	ssize_t count = idVendor ? cusb_find_all(CUSB_MATCH(backend, backend, idVendor, idVendor,
							    bcdDevice, 0x0100),
						 &list)
				 : cusb_find_all(CUSB_MATCH(backend, backend), &list);

	CHECK(count >= 0);
	cusb_free_list(list);
	return (size_t)count;
}

CASE(enumerating)
{
	struct cusb_device *dev = begin(), *other;
	size_t all, matching;

	for (int i = 0; i < 4; i++)
		world_plug(i % 2 ? "stall" : "loopback");
	all = count_devices(0);
	matching = count_devices(0xfffe);
	CHECK_INT(matching, 5);
	seam_reset();
	count_devices(0xeeee);
	CHECK_BUDGET("finding none", (unsigned int)(4 + 3 * all));
	count_devices(0xfffe);
	CHECK_BUDGET("finding five", (unsigned int)(4 + 3 * (all - matching) + 7 * matching));
	count_devices(0);
	CHECK_BUDGET("finding all", (unsigned int)(4 + 7 + 6 * (all - 1)));
	CHECK_INT(cusb_find(CUSB_MATCH(backend, backend, serial_number, "none has it"), &other),
		  -ENODEV);
	CHECK_BUDGET("finding no serial number", (unsigned int)(4 + 6 * all));
	end(dev);
}

CASE(opening)
{
	struct cusb_device *dev = begin();

	CHECK_OK(cusb_open(dev));
	CHECK_BUDGET("cusb_open", 2);
	CHECK_OK(cusb_open(dev));
	CHECK_BUDGET("cusb_open when open", 0);
	end(dev);
}

CASE(control_transfers)
{
	static const size_t sizes[] = {0, 1, 64, 4096};
	struct cusb_device *dev = begin();
	static char buffer[8192];

	CHECK_OK(cusb_open(dev));
	seam_reset();
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, buffer, sizes[i], GUARD_MS),
			  sizes[i]);
		CHECK_BUDGET("a control write", 1);
		CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, sizes[i], GUARD_MS),
			  sizes[i]);
		CHECK_BUDGET("a control read", 1);
	}
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, buffer, 8192, GUARD_MS), 8192);
	CHECK_BUDGET("a control write of more than a page", 3);
	end(dev);
}

CASE(first_use_after_set_configuration)
{
	struct cusb_device *dev = begin();

	CHECK_OK(cusb_set_configuration(dev, 1));
	seam_reset();
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_CLAIMINTERFACE) +
			  seam_count(VIRTUAL_IOCTL, USBDEVFS_DISCONNECT_CLAIM),
		  1);
	CHECK_BUDGET("the first write, which asks for the configuration", 10);
	CHECK_INT(cusb_write(dev, 0x02, "x", 1, GUARD_MS), 1);
	CHECK_BUDGET("the first write to another endpoint of the interface", 3);
	end(dev);
}

CASE(bulk_and_interrupt_transfers)
{
	static const size_t sizes[] = {1, 512, 4096, 16384, 65536};
	struct cusb_device *dev = begin();
	static char buffer[65536];

	check_loopback(dev, 0x01, 0x81, 1);
	seam_reset();
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		CHECK_INT(cusb_write(dev, 0x01, buffer, sizes[i], GUARD_MS), sizes[i]);
		CHECK_BUDGET("a bulk write", 3);
		CHECK_INT(cusb_read(dev, 0x81, buffer, sizes[i], GUARD_MS), sizes[i]);
		CHECK_BUDGET("a bulk read", 3);
	}
	CHECK_INT(cusb_write(dev, 0x02, buffer, 64, GUARD_MS), 64);
	CHECK_BUDGET("an interrupt write", 3);
	CHECK_INT(cusb_read(dev, 0x82, buffer, 64, GUARD_MS), 64);
	CHECK_BUDGET("an interrupt read", 3);
	CHECK_INT(cusb_read(dev, 0x82, buffer, 64, 10), -ETIMEDOUT);
	CHECK_BUDGET("a read that times out", 5);
	end(dev);
}

CASE(transfers_allocate_nothing)
{
	struct cusb_device *dev = begin();
	static char buffer[65536];
	void *volatile probe; /* or the compiler leaves both calls out */

	check_loopback(dev, 0x01, 0x81, 1);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, buffer, 64, GUARD_MS), 64);
	alloc_reset();
	probe = malloc(1);
	CHECK_INT(alloc_count(), 1); /* else the program is not linked with --wrap=malloc */
	free(probe);
	alloc_reset();
	for (size_t i = 0; i < 20; i++) {
		CHECK_INT(cusb_write(dev, 0x01, buffer, i * 500 + 1, GUARD_MS), i * 500 + 1);
		CHECK_INT(cusb_read(dev, 0x81, buffer, i * 500 + 1, GUARD_MS), i * 500 + 1);
		CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, buffer, i * 100, GUARD_MS),
			  i * 100);
		CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 4096, GUARD_MS), i * 100);
	}
	CHECK_INT(cusb_read(dev, 0x82, buffer, 64, 10), -ETIMEDOUT);
	CHECK_INT(alloc_count(), 0);
	end(dev);
}

CASE(closing_leaves_nothing_open)
{
	struct cusb_device *dev = begin();

	CHECK_INT(seam_open_fds(), 0); /* find has kept none */
	check_loopback(dev, 0x01, 0x81, 1);
	CHECK_INT(seam_open_fds(), 1);
	cusb_close(dev);
	CHECK_INT(seam_open_fds(), 0);
	end(dev);
}

CASE(files_are_opened_close_on_exec)
{
	struct cusb_device *dev = begin();

	CHECK_OK(cusb_open(dev));
	CHECK(seam_all_cloexec());
	end(dev);
}
