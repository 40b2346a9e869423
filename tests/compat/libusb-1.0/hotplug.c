/* SPDX-License-Identifier: MIT */
/* Devices that arrive and leave. */
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "case.h"

#define ANY  LIBUSB_HOTPLUG_MATCH_ANY
#define BOTH (LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT)

static int arrived, left, result;
static libusb_device *last;

static int LIBUSB_CALL count_event(libusb_context *ctx, libusb_device *dev,
				   libusb_hotplug_event event, void *user_data)
{
	struct libusb_device_descriptor descriptor;

	(void)ctx;
	CHECK_OK(libusb_get_device_descriptor(dev, &descriptor));
	CHECK(user_data == &last);
	if (event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED)
		arrived++;
	else
		left++;
	last = dev;
	return result;
}

static libusb_hotplug_callback_handle watch(int flags, int product)
{
	libusb_hotplug_callback_handle handle = 0;

	CHECK_OK(libusb_hotplug_register_callback(NULL, BOTH, flags, 0xfffe, product, ANY,
						  count_event, &last, &handle));
	return handle;
}

CASE(arrivals_and_departures_are_told_while_events_are_handled)
{
	CHECK_OK(libusb_init(NULL));
	watch(0, LOOPBACK);
	world_plug("nak", "1-2");
	world_plug("loopback", "1-1");
	handle_until(&arrived, 1);
	CHECK(last == find(NULL, LOOPBACK));
	world_unplug("1-2");
	world_unplug("1-1");
	handle_until(&left, 1);
	CHECK_INT(arrived, 1);
	CHECK(!find(NULL, LOOPBACK));
}

/* A program that lists devices in between misses no event. */
CASE(list_does_not_take_events_away)
{
	CHECK_OK(libusb_init(NULL));
	watch(0, LOOPBACK);
	world_plug("loopback", "1-1");
	while (!find(NULL, LOOPBACK))
		;
	CHECK_INT(arrived, 0);
	handle_until(&arrived, 1);
}

CASE(device_that_was_listed_before_the_registration_leaves_as_the_same_pointer)
{
	libusb_device *dev;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(NULL));
	dev = find(NULL, LOOPBACK);
	watch(0, LOOPBACK);
	CHECK(find(NULL, LOOPBACK) == dev);
	world_unplug("1-1");
	handle_until(&left, 1);
	CHECK(last == dev);
	CHECK_INT(arrived, 0);
}

static int LIBUSB_CALL check_before(libusb_context *ctx, libusb_device *dev,
				    libusb_hotplug_event event, void *user_data)
{
	libusb_device_handle *handle;
	unsigned char data[18];

	(void)ctx;
	CHECK_INT(event, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED);
	CHECK_INT(*(int *)user_data, 0);
	CHECK_OK(libusb_open(dev, &handle));
	CHECK_INT(libusb_get_descriptor(handle, LIBUSB_DT_DEVICE, 0, data, sizeof data), 18);
	libusb_close(handle);
	arrived++;
	return 1;
}

/* Inside the call, with a result that does not count, before the handle is stored. */
CASE(existing_devices_arrive_inside_the_registration)
{
	libusb_hotplug_callback_handle handle = 0;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(NULL));
	CHECK_OK(libusb_hotplug_register_callback(NULL, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED,
						  LIBUSB_HOTPLUG_ENUMERATE, 0xfffe, ANY, ANY,
						  check_before, &handle, &handle));
	CHECK_INT(handle, 1);
	CHECK_INT(arrived, 1);
	CHECK(libusb_hotplug_get_user_data(NULL, handle) == &handle);
}

CASE(result_of_the_function_deregisters_it)
{
	struct timeval time = {0, 50000};
	libusb_hotplug_callback_handle handle;

	CHECK_OK(libusb_init(NULL));
	result = 1;
	handle = watch(0, ANY);
	world_plug("loopback", "1-1");
	handle_until(&arrived, 1);
	world_plug("nak", "1-2");
	CHECK_OK(libusb_handle_events_timeout(NULL, &time));
	CHECK_OK(libusb_handle_events_timeout(NULL, &time));
	CHECK_INT(arrived, 1);
	CHECK(!libusb_hotplug_get_user_data(NULL, handle));
}

/* The entry stays until events are handled next, and a thread that waits is woken. */
CASE(deregistration_only_marks_and_wakes)
{
	libusb_hotplug_callback_handle handle;

	CHECK_OK(libusb_init(NULL));
	handle = watch(0, ANY);
	handle_all();
	libusb_hotplug_deregister_callback(NULL, handle);
	libusb_hotplug_deregister_callback(NULL, 99);
	CHECK(libusb_hotplug_get_user_data(NULL, handle) == &last);
	CHECK_OK(libusb_handle_events(NULL));
	CHECK(!libusb_hotplug_get_user_data(NULL, handle));
}

CASE(registrations_that_cannot_be_right_are_errors)
{
	struct {
		int events, flags, vendor, product, class;
	} wrong[] = {
		{0, 0, ANY, ANY, ANY},	   {4, 0, ANY, ANY, ANY},     {1, 2, ANY, ANY, ANY},
		{1, 0, 0x10000, ANY, ANY}, {1, 0, ANY, 0x10000, ANY}, {1, 0, ANY, ANY, 0x100},
		{1, 0, -2, ANY, ANY},
	};

	CHECK_OK(libusb_init(NULL));
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		CHECK_ERROR(libusb_hotplug_register_callback(
				    NULL, wrong[i].events, wrong[i].flags, wrong[i].vendor,
				    wrong[i].product, wrong[i].class, count_event, NULL, NULL),
			    INVALID_PARAM);
	CHECK_ERROR(libusb_hotplug_register_callback(NULL, 1, 0, ANY, ANY, ANY, NULL, NULL, NULL),
		    INVALID_PARAM);
}

static libusb_device_handle *open_handle;
static struct libusb_transfer *transfer;
static int completions;

static int LIBUSB_CALL close_when_it_leaves(libusb_context *ctx, libusb_device *dev,
					    libusb_hotplug_event event, void *user_data)
{
	(void)ctx;
	(void)dev;
	(void)event;
	(void)user_data;
	libusb_close(open_handle);
	libusb_free_transfer(transfer);
	left++;
	return 0;
}

CASE(handle_may_be_closed_when_its_device_leaves)
{
	static unsigned char data[64];

	open_handle = claim_model("nak", NAK);
	CHECK_OK(libusb_hotplug_register_callback(NULL, LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0, ANY,
						  ANY, ANY, close_when_it_leaves, NULL, NULL));
	transfer = bulk(open_handle, 0x81, data, sizeof data, &completions, 0);
	CHECK_OK(libusb_submit_transfer(transfer));
	world_unplug("1-1");
	handle_until(&left, 1);
	CHECK(completions <= 1);
}

static int LIBUSB_CALL leave(libusb_context *ctx, libusb_device *dev, libusb_hotplug_event event,
			     void *user_data)
{
	(void)dev;
	(void)event;
	(void)user_data;
	libusb_exit(ctx);
	arrived++;
	return 0;
}

BETTER(hotplug_callback_may_end_the_context, "an assertion of the original ends the program")
{
	libusb_context *ctx;

	CHECK_OK(libusb_init(&ctx));
	for (int i = 0; i < 2; i++)
		CHECK_OK(libusb_hotplug_register_callback(ctx, BOTH, 0, 0xfffe, ANY, ANY, leave,
							  NULL, NULL));
	world_plug("loopback", "1-1");
	while (!arrived)
		CHECK_OK(libusb_handle_events(ctx));
	CHECK_INT(arrived, 1);
}

/* Programs open it then and there. */
BETTER(device_arrives_when_it_can_be_opened, "the original waits for udev alone")
{
	libusb_device_handle *handle;
	struct timeval time = {0, 30000};

	CHECK_OK(libusb_init(NULL));
	watch(0, LOOPBACK);
	world_plug("loopback", "1-1");
	world_forbid("1-1", -EACCES);
	while (!find(NULL, LOOPBACK))
		;
	CHECK_OK(libusb_handle_events_timeout(NULL, &time));
	CHECK_INT(arrived, 0);
	world_forbid("1-1", 0);
	handle_until(&arrived, 1);
	CHECK_OK(libusb_open(last, &handle));
	libusb_close(handle);
}

BETTER(end_of_a_child_does_not_stop_the_events_of_its_parent, "the original ends the shared thread")
{
	pid_t child;

	CHECK_OK(libusb_init(NULL));
	watch(0, LOOPBACK);
	child = fork();
	if (child == 0) {
		libusb_exit(NULL);
		_exit(0);
	}
	CHECK_INT(waitpid(child, NULL, 0), child);
	world_plug("loopback", "1-1");
	handle_until(&arrived, 1);
}
