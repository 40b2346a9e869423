/* SPDX-License-Identifier: MIT */
/* Memory without a copy: the same as plain memory in all that can be seen. */
#define CASES_SHARE 1
#define CASES_NEED  NEED_NATIVE

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "seam.h"

#define SIZE 20000

static void check_through(struct cusb_device *dev, char *buffer)
{
	char sent[SIZE];

	fill(sent, sizeof sent, 7);
	memcpy(buffer, sent, SIZE);
	CHECK_INT(cusb_write(dev, 0x01, buffer, SIZE, GUARD_MS), SIZE);
	memset(buffer, 0, SIZE);
	CHECK_INT(cusb_read(dev, 0x81, buffer, SIZE, GUARD_MS), SIZE);
	CHECK_BYTES(buffer, sent, SIZE);
}

CASE(transfers_go_through_mapped_memory)
{
	struct cusb_device *dev = plug_loopback();
	void *buffer = NULL;

	CHECK_INT(cusb_buffer_alloc(dev, SIZE, &buffer), 1);
	CHECK(cusb_is_open(dev));
	for (size_t i = 0; i < SIZE; i++)
		CHECK_INT(((char *)buffer)[i], 0);
	check_through(dev, buffer);
	cusb_buffer_free(dev, buffer);
	cusb_device_free(dev);
}

CASE(parts_of_a_buffer_will_do)
{
	struct cusb_device *dev = plug_loopback();
	void *memory = NULL;
	char *buffer;

	CHECK_INT(cusb_buffer_alloc(dev, 4096, &memory), 1);
	buffer = memory;
	memcpy(buffer + 4000, "some text, the last of it", 25);
	CHECK_INT(cusb_write(dev, 0x01, buffer + 4000, 25, GUARD_MS), 25);
	CHECK_INT(cusb_read(dev, 0x81, buffer + 3584, 512, GUARD_MS), 25);
	CHECK_BYTES(buffer + 3584, "some text, the last of it", 25);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, buffer, 4096, GUARD_MS), 4096);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 4096, GUARD_MS), 4096);
	cusb_device_free(dev);
}

CASE(without_mapping_memory_is_plain)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;
	void *buffer = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	seam_fail(VIRTUAL_MMAP, 0, 1, 1, -ENODEV);
	CHECK_INT(cusb_buffer_alloc(dev, SIZE, &buffer), 0);
	CHECK_INT((uintptr_t)buffer % 4096, 0);
	check_through(dev, buffer);
	cusb_buffer_free(dev, buffer);
	cusb_device_free(dev);
	seam_end();
}

CASE(memory_that_must_be_mapped)
{
	struct cusb_device *dev = plug_loopback();
	void *buffer = NULL, *none = NULL;

	CHECK_OK(cusb_buffer_map(dev, SIZE, &buffer));
	check_through(dev, buffer);
	CHECK_INT(cusb_buffer_map(dev, 17 << 20, &none), -ENOMEM);
	CHECK_INT(cusb_buffer_map(dev, 0, &none), -EINVAL);
	CHECK(!none);
	cusb_buffer_free(dev, buffer);
	cusb_device_free(dev);
}

CASE(memory_that_must_be_mapped_on_an_old_kernel)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;
	void *buffer = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	seam_fail(VIRTUAL_MMAP, 0, 1, 1, -ENODEV);
	CHECK_INT(cusb_buffer_map(dev, SIZE, &buffer), -ENOSYS);
	CHECK(!buffer);
	cusb_device_free(dev);
	seam_end();
}

/* usbfs_memory_mb is 16 unless somebody changed it. */
CASE(more_than_the_kernel_maps_is_plain)
{
	struct cusb_device *dev = plug_loopback();
	void *first = NULL, *second = NULL;

	CHECK_EITHER(cusb_buffer_alloc(dev, 2 << 20, &first), 1, 0);
	CHECK_INT(cusb_buffer_alloc(dev, 17 << 20, &second), 0);
	memset(second, 1, 17 << 20);
	cusb_buffer_free(dev, second);
	cusb_buffer_free(dev, first);
	CHECK_INT(cusb_buffer_alloc(dev, 0, &first), -EINVAL);
	CHECK_INT(cusb_buffer_alloc(dev, SIZE_MAX, &first), -ENOMEM);
	cusb_device_free(dev);
}

CASE(buffer_outlives_close)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);
	void *buffer = NULL;

	CHECK_INT(cusb_buffer_alloc(dev, SIZE, &buffer), 1);
	check_through(dev, buffer);
	cusb_close(dev);
	memset(buffer, 1, SIZE);
	/* Its mapping keeps the kernel's open file, but not the claims. */
	check_loopback(other, 0x01, 0x81, 100);
	cusb_close(other);
	check_through(dev, buffer);
	cusb_buffer_free(dev, buffer);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(buffer_outlives_the_device)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = find_name(name);
	void *buffer = NULL;

	CHECK_INT(cusb_buffer_alloc(dev, SIZE, &buffer), 1);
	world_unplug(name);
	memset(buffer, 1, SIZE);
	CHECK_INT(cusb_write(dev, 0x01, buffer, SIZE, GUARD_MS), -ENODEV);
	memset(buffer, 2, SIZE);
	cusb_device_free(dev);
}

CASE(freeing_the_device_unmaps_what_is_left)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;
	void *buffers[5];

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	for (size_t i = 0; i < 5; i++)
		CHECK_INT(cusb_buffer_alloc(dev, 1000 * i + 1, &buffers[i]), 1);
	cusb_buffer_free(dev, buffers[2]);
	CHECK_INT(seam_count(VIRTUAL_MUNMAP, 0), 1);
	cusb_device_free(dev);
	CHECK_INT(seam_count(VIRTUAL_MUNMAP, 0), 5);
	seam_end();
}
