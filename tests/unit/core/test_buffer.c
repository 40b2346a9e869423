/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include <cusb/buffer.h>

#include "fail_alloc.h"
#include "core/core_fixture.h"

static void unmapped(void)
{
	core_end();
	ck_assert_uint_eq(script_mapped(), 0);
}

static void check_zeroed(const void *buffer, size_t size)
{
	static const char zeroes[5000];

	ck_assert_mem_eq(buffer, zeroes, size);
}

FIXTURE(core_begin_with_extras, unmapped)

CASE(buffer_is_the_backends_when_it_has_one)
{
	void *buffer = NULL;

	ck_assert_int_eq(cusb_buffer_alloc(dev, 5000, &buffer), 1);
	check_zeroed(buffer, 5000);
	cusb_buffer_free(dev, buffer);
	expect_calls("open, map 5000, unmap 5000");
}

CASE(buffer_is_plain_where_there_is_none)
{
	void *buffer = NULL;

	script_fail("map", -ENODEV);
	ck_assert_int_eq(cusb_buffer_alloc(dev, 5000, &buffer), 0);
	check_zeroed(buffer, 5000);
	ck_assert_uint_eq((uintptr_t)buffer % 4096, 0);
	memset(buffer, 1, 5000);
	cusb_buffer_free(dev, buffer);
	expect_calls("open, map 5000");
}

CASE(buffer_is_plain_with_a_backend_that_cannot_map)
{
	void *buffer = NULL;

	script.backend.memory = NULL;
	ck_assert_int_eq(cusb_buffer_alloc(dev, 1, &buffer), 0);
	cusb_buffer_free(dev, buffer);
	expect_calls("open");
}

CASE(buffer_that_must_be_mapped_is_the_backends)
{
	void *buffer = NULL;

	ck_assert_int_eq(cusb_buffer_map(dev, 5000, &buffer), 0);
	check_zeroed(buffer, 5000);
	cusb_buffer_free(dev, buffer);
	ck_assert_int_eq(cusb_buffer_map(dev, 30, &buffer), 0);
	cusb_device_free(dev);
	dev = NULL;
	expect_calls("open, map 5000, unmap 5000, map 30, close, unmap 30");
}

CASE(buffer_that_must_be_mapped_is_never_plain)
{
	void *buffer = NULL;

	script_fail_once("map", -ENOMEM);
	ck_assert_int_eq(cusb_buffer_map(dev, 5000, &buffer), -ENOMEM);
	script.backend.memory = NULL;
	ck_assert_int_eq(cusb_buffer_map(dev, 5000, &buffer), -ENOSYS);
	ck_assert_int_eq(cusb_buffer_map(dev, 0, &buffer), -EINVAL);
	ck_assert_ptr_null(buffer);
	cusb_close(dev);
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_buffer_map(dev, 5000, &buffer), -EACCES);
}

CASE(freeing_the_device_frees_what_is_left)
{
	void *first = NULL, *second = NULL;

	ck_assert_int_eq(cusb_buffer_alloc(dev, 10, &first), 1);
	script_fail_once("map", -ENOMEM);
	ck_assert_int_eq(cusb_buffer_alloc(dev, 20, &second), 0);
	ck_assert_int_eq(cusb_buffer_alloc(dev, 30, &second), 1);
	cusb_buffer_free(dev, first);
	script_calls();
	cusb_device_free(dev);
	expect_calls("close, unmap 30");
	dev = NULL;
}

CASE(buffers_are_freed_in_any_order)
{
	void *buffers[3] = {NULL};

	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(cusb_buffer_alloc(dev, i + 1, &buffers[i]), 1);
	script_calls();
	cusb_buffer_free(dev, buffers[1]);
	cusb_buffer_free(dev, buffers[2]);
	cusb_buffer_free(dev, buffers[0]);
	expect_calls("unmap 2, unmap 3, unmap 1");
}

CASE(buffer_stays_memory_after_close)
{
	void *buffer = NULL;

	ck_assert_int_eq(cusb_buffer_alloc(dev, 100, &buffer), 1);
	cusb_close(dev);
	memset(buffer, 1, 100);
	cusb_buffer_free(dev, buffer);
	expect_calls("open, map 100, close, unmap 100");
}

CASE(freeing_null_or_what_is_none_does_nothing)
{
	int other;

	cusb_buffer_free(dev, NULL);
	cusb_buffer_free(dev, &other);
	expect_calls("");
}

CASE(buffer_of_no_size_is_einval)
{
	void *buffer = NULL;

	ck_assert_int_eq(cusb_buffer_alloc(dev, 0, &buffer), -EINVAL);
	expect_calls("");
}

CASE(buffer_that_nobody_has_room_for_is_enomem)
{
	void *buffer = NULL;

	script_fail("map", -ENOMEM);
	ck_assert_int_eq(cusb_buffer_alloc(dev, SIZE_MAX, &buffer), -ENOMEM);
	ck_assert_ptr_null(buffer);
}

CASE(buffer_of_a_device_that_cannot_be_opened_is_told)
{
	void *buffer = NULL;

	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_buffer_alloc(dev, 10, &buffer), -EACCES);
}

CASE(no_memory_to_remember_it_is_enomem)
{
	void *buffer = NULL;
	int err;

	fail_alloc_start(1);
	err = cusb_buffer_alloc(dev, 10, &buffer);
	fail_alloc_stop();
	ck_assert_int_eq(err, -ENOMEM);
	expect_calls("");
}
