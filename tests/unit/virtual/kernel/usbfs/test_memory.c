/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static int map(int fd, size_t size, void **memory)
{
	return CALL(mmap, fd, size, memory);
}

static int unmap(void *memory, size_t size)
{
	return CALL(munmap, memory, size);
}

/* Submits a bulk write and takes it back. */
static int submit(void *buffer, int length)
{
	struct usbdevfs_urb urb;
	int err;

	world_urb(&urb, USBDEVFS_URB_TYPE_BULK, 0x01, buffer, length);
	err = world_submit(&urb);
	if (err == 0)
		world_expect_reaped(&urb, 0);
	return err;
}

FIXTURE_WORLD("loopback")

CASE(memory_is_zeroed_and_writable)
{
	char *memory;
	void *mapped;

	ck_assert_int_eq(map(world.fd, 5000, &mapped), 0);
	memory = mapped;
	for (size_t i = 0; i < 8192; i++)
		ck_assert_int_eq(memory[i], 0);
	memset(memory, 1, 8192);
	ck_assert_int_eq(unmap(mapped, 5000), 0);
}

CASE(mapping_is_charged_until_it_is_unmapped)
{
	void *first, *second;

	ck_assert_int_eq(map(world.fd, 9 << 20, &first), 0);
	ck_assert_int_eq(map(world.fd, 9 << 20, &second), -ENOMEM);
	ck_assert_int_eq(unmap(first, 9 << 20), 0);
	ck_assert_int_eq(map(world.fd, 9 << 20, &second), 0);
	ck_assert_int_eq(unmap(second, 9 << 20), 0);
}

CASE(urb_in_a_mapping_is_not_charged_again)
{
	/* Leaves room for the URB itself, but not for a table of its parts. */
	const int size = (16 << 20) - 4096;
	void *memory;

	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(map(world.fd, (size_t)size, &memory), 0);
	ck_assert_int_eq(submit(memory, size), 0);
	ck_assert_int_eq(unmap(memory, (size_t)size), 0);
}

CASE(urb_that_straddles_the_end_is_einval)
{
	void *memory;

	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(map(world.fd, 4096, &memory), 0);
	ck_assert_int_eq(submit((char *)memory + 4000, 96), 0);
	ck_assert_int_eq(submit((char *)memory + 4000, 97), -EINVAL);
	ck_assert_int_eq(unmap(memory, 4096), 0);
}

CASE(mapping_keeps_the_file_and_its_claims)
{
	int other = world_open(WORLD_NODE, O_RDWR);
	void *memory;

	ck_assert_int_eq(map(other, 100, &memory), 0);
	ck_assert_int_eq(world_claim_by(other, 0), 0);
	world_close(other);
	ck_assert_uint_eq(virtual_kernel_open_fds(world.kernel), 1);
	ck_assert_int_eq(world_claim(0), -EBUSY);
	ck_assert_int_eq(unmap(memory, 100), 0);
	ck_assert_int_eq(world_claim(0), 0);
}

CASE(mapping_needs_a_node_that_can_be_read_and_written)
{
	int fd = world_open(WORLD_NODE, O_RDONLY);
	int attribute = world_open(WORLD_SYSFS "1-1/speed", O_RDONLY);
	void *memory = NULL;

	ck_assert_int_eq(map(fd, 100, &memory), -EACCES);
	ck_assert_int_eq(map(attribute, 100, &memory), -ENODEV);
	ck_assert_int_eq(map(12345, 100, &memory), -EBADF);
	ck_assert_int_eq(map(world.fd, 0, &memory), -EINVAL);
	ck_assert_int_eq(map(world.fd, SIZE_MAX, &memory), -ENOMEM);
	ck_assert_ptr_null(memory);
	world_close(fd);
	world_close(attribute);
}

CASE(unmapping_what_was_not_mapped_is_einval)
{
	int other;
	void *memory;

	ck_assert_int_eq(unmap(&other, 4096), -EINVAL);
	ck_assert_int_eq(map(world.fd, 100, &memory), 0);
	ck_assert_int_eq(unmap(memory, 8192), -EINVAL);
	ck_assert_int_eq(unmap(memory, 100), 0);
	ck_assert_int_eq(unmap(memory, 100), -EINVAL);
}

/* cusb_virtual_kernel_free() gives back what is left, as the end of a process does. */
CASE(mapping_may_be_left)
{
	void *memory;

	ck_assert_int_eq(map(world.fd, 100, &memory), 0);
}
