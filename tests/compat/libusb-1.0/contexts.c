/* SPDX-License-Identifier: MIT */
/* Contexts, options, the log. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "case.h"

static ssize_t count_devices(libusb_context *ctx)
{
	libusb_device **list;
	ssize_t count = libusb_get_device_list(ctx, &list);

	if (count >= 0)
		libusb_free_device_list(list, 1);
	return count;
}

CASE(default_context_is_counted)
{
	ssize_t count;

	CHECK_OK(libusb_init(NULL));
	CHECK_OK(libusb_init(NULL));
	count = count_devices(NULL);
	CHECK(count >= 0);
	libusb_exit(NULL);
	CHECK_INT(count_devices(NULL), count);
	libusb_exit(NULL);
	libusb_exit(NULL);
	CHECK_OK(libusb_init(NULL));
	CHECK_INT(count_devices(NULL), count);
	libusb_exit(NULL);
}

CASE(null_is_the_oldest_context_where_no_default_one_exists)
{
	libusb_context *old, *young;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(&old));
	CHECK_OK(libusb_init(&young));
	CHECK(find(old, LOOPBACK) && find(NULL, LOOPBACK) == find(old, LOOPBACK));
	libusb_exit(young);
	CHECK(find(NULL, LOOPBACK) == find(old, LOOPBACK));
}

CASE(contexts_have_devices_of_their_own)
{
	libusb_context *one, *other;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(&one));
	CHECK_OK(libusb_init(&other));
	CHECK(find(one, LOOPBACK) != find(other, LOOPBACK));
}

BETTER(null_without_any_context_is_an_error, "the original crashes")
{
	struct timeval now = {0, 0};
	libusb_device **list;

	CHECK_ERROR((int)libusb_get_device_list(NULL, &list), INVALID_PARAM);
	CHECK_ERROR(libusb_handle_events_timeout(NULL, &now), INVALID_PARAM);
	CHECK(!libusb_open_device_with_vid_pid(NULL, 0xfffe, LOOPBACK));
	CHECK(!libusb_get_pollfds(NULL));
	libusb_interrupt_event_handler(NULL);
	libusb_lock_events(NULL);
	libusb_unlock_events(NULL);
	libusb_hotplug_deregister_callback(NULL, 1);
	libusb_set_pollfd_notifiers(NULL, NULL, NULL, NULL);
}

CASE(what_is_left_at_exit_can_be_freed)
{
	static unsigned char data[64];
	libusb_device_handle *handle = claim_model("nak", NAK);
	libusb_device *dev = libusb_ref_device(libusb_get_device(handle));
	struct libusb_transfer *transfer = libusb_alloc_transfer(0);
	int calls = 0;

	libusb_fill_bulk_transfer(transfer, handle, 0x81, data, sizeof data, count_call, &calls, 0);
	libusb_close(handle);
	libusb_exit(NULL);
	CHECK_INT(libusb_get_device_address(dev), world_address("1-1"));
	libusb_unref_device(dev);
	libusb_free_transfer(transfer);
}

/* What was freed has other bytes then. */
static void use_memory(void)
{
	enum { COUNT = 100, STEP = 16 };
	static void *blocks[COUNT];

	for (size_t i = 0; i < COUNT; i++) {
		blocks[i] = malloc((i + 1) * STEP);
		CHECK(blocks[i]);
		memset(blocks[i], LIBUSB_LOG_LEVEL_DEBUG, (i + 1) * STEP);
	}
	for (size_t i = 0; i < COUNT; i++)
		free(blocks[i]);
}

BETTER(device_that_left_before_exit_can_be_freed, "the original uses memory that it has freed")
{
	static unsigned char data[64];
	libusb_device_handle *handle = claim_model("nak", NAK);
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x81, data, sizeof data, &calls, 0);
	libusb_device *dev = libusb_ref_device(libusb_get_device(handle));
	unsigned int address = world_address("1-1");

	CHECK_OK(libusb_submit_transfer(transfer));
	world_unplug("1-1");
	handle_until(&calls, 1);
	while (find(NULL, NAK))
		;
	libusb_close(handle);
	libusb_exit(NULL);
	use_memory();
	CHECK_INT(libusb_get_device_address(dev), address);
	libusb_free_transfer(transfer);
	libusb_unref_device(dev);
}

BETTER(wrapped_device_can_be_freed_after_exit, "the original uses memory that it has freed")
{
	libusb_device_handle *handle;
	libusb_device *dev;
	int fd;

	world_plug("loopback", "1-1");
	fd = world_open("1-1");
	CHECK_OK(libusb_init(NULL));
	CHECK_OK(libusb_wrap_sys_device(NULL, fd, &handle));
	dev = libusb_ref_device(libusb_get_device(handle));
	libusb_close(handle);
	libusb_exit(NULL);
	use_memory();
	libusb_unref_device(dev);
	world_close(fd);
}

BETTER(handle_that_is_open_at_exit_is_dead, "the original uses memory that it has freed")
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[8];
	int done;

	libusb_exit(NULL);
	CHECK_ERROR(libusb_bulk_transfer(handle, 0x01, data, sizeof data, &done, 100), NO_DEVICE);
	CHECK_ERROR(libusb_claim_interface(handle, 1), NO_DEVICE);
	libusb_close(handle);
}

CASE(without_discovery_the_list_is_empty)
{
	libusb_context *ctx;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_set_option(NULL, LIBUSB_OPTION_NO_DEVICE_DISCOVERY));
	CHECK_OK(libusb_init(&ctx));
	CHECK_INT(count_devices(ctx), 0);
}

CASE(options_that_do_not_exist_are_errors)
{
	CHECK_OK(libusb_init(NULL));
	CHECK_ERROR(libusb_set_option(NULL, LIBUSB_OPTION_LOG_LEVEL, 5), INVALID_PARAM);
	CHECK_ERROR(libusb_set_option(NULL, LIBUSB_OPTION_LOG_LEVEL, -1), INVALID_PARAM);
	CHECK_ERROR(libusb_set_option(NULL, LIBUSB_OPTION_USE_USBDK), NOT_SUPPORTED);
	CHECK_ERROR(libusb_set_option(NULL, (enum libusb_option)99), INVALID_PARAM);
}

/* ---- the log --------------------------------------------------------------------------------- */

static int lines;
static char last_line[1100];
static libusb_context *last_context;

static void LIBUSB_CALL keep_line(libusb_context *ctx, enum libusb_log_level level,
				  const char *line)
{
	(void)level;
	last_context = ctx;
	lines++;
	snprintf(last_line, sizeof last_line, "%s", line);
}

/* One line of level error: the second claim, which another handle has. */
static void make_a_line(void)
{
	libusb_device *dev = find(NULL, LOOPBACK);
	libusb_device_handle *handle;

	world_forbid("1-1", -EPERM);
	CHECK(libusb_open(dev, &handle) < 0);
	libusb_unref_device(dev);
}

CASE(lines_go_to_the_global_function_in_place_of_stderr)
{
	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(NULL));
	libusb_set_log_cb(NULL, keep_line, LIBUSB_LOG_CB_GLOBAL);
	make_a_line();
	CHECK_INT(lines, 0);
	CHECK_OK(libusb_set_option(NULL, LIBUSB_OPTION_LOG_LEVEL, LIBUSB_LOG_LEVEL_ERROR));
	make_a_line();
	CHECK(lines > 0);
	CHECK(!last_context);
	CHECK(strncmp(last_line, "libusb: error [", 15) == 0);
	CHECK(last_line[strlen(last_line) - 1] == '\n');
}

/* Programs with one context of their own often say NULL here. */
CASE(option_without_a_context_is_also_for_the_one_that_null_stands_for)
{
	libusb_context *ctx;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(&ctx));
	libusb_set_log_cb(NULL, keep_line, LIBUSB_LOG_CB_GLOBAL);
	libusb_set_debug(NULL, LIBUSB_LOG_LEVEL_DEBUG);
	CHECK(count_devices(ctx) > 0);
	CHECK(lines > 0);
}

CASE(lines_of_a_context_go_to_its_function_as_well)
{
	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(NULL));
	CHECK_OK(libusb_set_option(NULL, LIBUSB_OPTION_LOG_LEVEL, LIBUSB_LOG_LEVEL_ERROR));
	libusb_set_log_cb(NULL, keep_line, LIBUSB_LOG_CB_GLOBAL | LIBUSB_LOG_CB_CONTEXT);
	make_a_line();
	CHECK_INT(lines % 2, 0);
	CHECK(lines > 0);
	CHECK(last_context);
}

static int destroyed;

static void LIBUSB_CALL count_destroyed(libusb_context *ctx, enum libusb_log_level level,
					const char *line)
{
	CHECK(ctx);
	destroyed += level == LIBUSB_LOG_LEVEL_DEBUG && strstr(line, "[libusb_unref_device]");
}

CASE(a_contexts_function_is_told_of_each_device_that_exit_destroys)
{
	libusb_context *ctx;
	ssize_t count;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(&ctx));
	libusb_set_log_cb(NULL, keep_line, LIBUSB_LOG_CB_GLOBAL);
	CHECK_OK(libusb_set_option(ctx, LIBUSB_OPTION_LOG_LEVEL, LIBUSB_LOG_LEVEL_DEBUG));
	count = count_devices(ctx);
	CHECK(count > 0);
	libusb_set_log_cb(ctx, count_destroyed, LIBUSB_LOG_CB_CONTEXT);
	libusb_exit(ctx);
	CHECK_INT(destroyed, count);
}

CASE(the_environment_fixes_the_level)
{
	setenv("LIBUSB_DEBUG", "1", 1);
	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(NULL));
	CHECK_OK(libusb_set_option(NULL, LIBUSB_OPTION_LOG_LEVEL, LIBUSB_LOG_LEVEL_NONE));
	libusb_set_log_cb(NULL, keep_line, LIBUSB_LOG_CB_GLOBAL);
	make_a_line();
	CHECK(lines > 0);
}

CASE(level_of_none_in_the_environment_fixes_nothing)
{
	setenv("LIBUSB_DEBUG", "0", 1);
	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(NULL));
	CHECK_OK(libusb_set_option(NULL, LIBUSB_OPTION_LOG_LEVEL, LIBUSB_LOG_LEVEL_ERROR));
	libusb_set_log_cb(NULL, keep_line, LIBUSB_LOG_CB_GLOBAL);
	make_a_line();
	CHECK(lines > 0);
}

CASE(lines_of_level_debug_have_a_time_and_a_thread)
{
	unsigned int seconds, micro, thread;

	CHECK_OK(libusb_set_option(NULL, LIBUSB_OPTION_LOG_LEVEL, LIBUSB_LOG_LEVEL_DEBUG));
	libusb_set_log_cb(NULL, keep_line, LIBUSB_LOG_CB_GLOBAL);
	CHECK_OK(libusb_init(NULL));
	CHECK(count_devices(NULL) >= 0);
	CHECK_INT(sscanf(last_line, "[%2u.%6u] [%8x] libusb: debug [", &seconds, &micro, &thread),
		  3);
}
