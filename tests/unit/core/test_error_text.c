/* SPDX-License-Identifier: MIT */
/* What cusb_error_text() says after a call that has failed; before it, another call had failed. */
#include <poll.h>
#include <stdio.h>

#include <cusb/control.h>
#include <cusb/hub.h>
#include <cusb/power.h>

#include "core/calls.h"
#include "fail_alloc.h"

FIXTURE(core_begin_with_extras, core_end)

#define FIND(...)                                                                                  \
	cusb_find(CUSB_MATCH(backend, BACKEND, __VA_ARGS__), &(struct cusb_device *){NULL})
#define TRANSFER(...) cusb_transfer_run(dev, &(struct cusb_transfer){__VA_ARGS__})

static char text[16];
static const char *lent;

static struct cusb_device *as_hub(void)
{
	dev->bDeviceClass = CUSB_CLASS_HUB;
	return dev;
}

static struct cusb_device *as_root_hub(void)
{
	dev->port_count = 0;
	return dev;
}

static struct cusb_device *without_product(void)
{
	dev->iProduct = 0;
	return dev;
}

CALL(find_none, FIND(idVendor, 0x1234))
CALL(find_all, cusb_find_all(CUSB_MATCH(backend, BACKEND), &(struct cusb_device **){NULL}))
CALL(parent, cusb_parent(dev, &(struct cusb_device *){NULL}))
CALL(parent_of_root_hub, cusb_parent(as_root_hub(), &(struct cusb_device *){NULL}))
CALL(release, (claim(), cusb_release_interface(dev, 0)))
CALL(ports, cusb_hub_ports(as_hub(), data))
CALL(claim_1, cusb_claim_port(as_hub(), 1))
CALL(release_1, cusb_release_port(as_hub(), 1))
CALL(write_it, cusb_write(dev, 0x01, data, 64, 100))
CALL(read_object, cusb_endpoint_read(endpoint(0, 0, 0, 1), data, 64, 100))
CALL(read_iso, cusb_read(dev, 0x86, data, 64, 100))
CALL(read_again, (cusb_read(dev, 0x81, data, 64, 100), cusb_read(dev, 0x81, data, 64, 100)))
CALL(class_request, cusb_ctrl_transfer(dev, 0x21, 1, 0, 0, NULL, 0, 100))
CALL(endpoint_request, cusb_ctrl_transfer(dev, 0x02, 1, 0, 0x81, NULL, 0, 100))
CALL(setup, TRANSFER(.data = (uint8_t[16]){0xc0, 1, 0, 0, 0, 0, 8, 0}, .length = 16))
CALL(cancel, cusb_cancel(dev, &(struct cusb_transfer){.bEndpointAddress = 0x81}))
CALL(reap_any, cusb_reap(dev, CUSB_DONT_WAIT, &(struct cusb_transfer *){NULL}))
CALL(known_string_0, cusb_known_string(dev, 0, text, sizeof text))
CALL(malformed_string, (cusb_open(dev), cusb_refuse(-EBADMSG, "of an earlier call"),
			cusb_get_string(dev, 1, 0x0409, text, sizeof text)))
CALL(status, cusb_get_status(dev, cusb_to_device()))
CALL(string_0, cusb_get_string(dev, 0, CUSB_DEFAULT_LANGID, text, sizeof text))
CALL(no_product, cusb_product(without_product(), &lent))
CALL(find_endpoint,
     cusb_find_endpoint(cusb_interface_at(cusb_configuration_at(dev, 0), 0, 0),
			CUSB_MATCH(bInterval, 77), &(const struct cusb_endpoint *){NULL}))
CALL(find_in,
     cusb_find_endpoint_in(cusb_configuration_at(dev, 0), CUSB_MATCH(bInterfaceClass, 0x77),
			   &(const struct cusb_endpoint *){NULL}))

static struct cusb_transfer one;

/* The endpoint is known from the call before it. */
static int start_packets(int (*start)(struct cusb_device *dev, struct cusb_transfer *transfer),
			 unsigned int address)
{
	struct cusb_transfer *transfer = cusb_transfer_new(1);
	int err;

	transfer->bEndpointAddress = address;
	ck_assert_int_lt(start(dev, transfer), 0);
	cusb_refuse(-EINVAL, "of an earlier call");
	err = start(dev, transfer);
	cusb_transfer_free(transfer);
	return err;
}

CALL(submit_packets, start_packets(cusb_submit, 0x86))
CALL(run_packets, start_packets(cusb_transfer_run, 0x86))
CALL(submit_packets_to_bulk, start_packets(cusb_submit, 0x81))

static int reap_too_early(void)
{
	script.block = true;
	one = (struct cusb_transfer){.bEndpointAddress = 0x81, .data = data, .length = 1};
	ck_assert_int_eq(cusb_submit(dev, &one), 0);
	cusb_refuse(-EAGAIN, "of an earlier call");
	return reap_any();
}

static int without_queue(int (*call)(void))
{
	script.backend.queue = NULL;
	script.backend.control = NULL;
	return call();
}

CALL(submit_unsupported, without_queue(submit))
CALL(reap_unsupported, without_queue(reap_any))
CALL(read_unsupported, without_queue(read_it))
CALL(control_unsupported, without_queue(control))

/* ---- a wait set ------------------------------------------------------------------------------ */

static int in_set(int (*call)(struct cusb_wait_set *set, struct cusb_monitor *monitor))
{
	struct cusb_wait_set *set;
	struct cusb_monitor *monitor;
	int err = cusb_wait_set_new(&set);

	ck_assert_int_eq(err, 0);
	ck_assert_int_eq(cusb_monitor_new(CUSB_MATCH(backend, BACKEND), NULL, &monitor), 0);
	cusb_refuse(-ENOENT, "of an earlier call");
	err = call(set, monitor);
	cusb_monitor_free(monitor);
	cusb_wait_set_free(set);
	return err;
}

static int add_monitor_twice(struct cusb_wait_set *set, struct cusb_monitor *monitor)
{
	ck_assert_int_eq(cusb_wait_set_add_monitor(set, monitor, NULL), 0);
	cusb_refuse(-EBUSY, "of an earlier call");
	return cusb_wait_set_add_monitor(set, monitor, NULL);
}

static int remove_monitor(struct cusb_wait_set *set, struct cusb_monitor *monitor)
{
	return cusb_wait_set_remove_monitor(set, monitor);
}

static int remove_fd(struct cusb_wait_set *set, struct cusb_monitor *monitor)
{
	(void)monitor;
	return cusb_wait_set_remove_fd(set, 0);
}

static int add_closed_fd(struct cusb_wait_set *set, struct cusb_monitor *monitor)
{
	(void)monitor;
	cusb_refuse(-EBADF, "of an earlier call");
	return cusb_wait_set_add_fd(set, 1000000, POLLIN, NULL);
}

static int next_of_none(struct cusb_wait_set *set, struct cusb_monitor *monitor)
{
	(void)monitor;
	cusb_refuse(-EAGAIN, "of an earlier call");
	return cusb_wait_set_next(set, CUSB_DONT_WAIT, &(struct cusb_wait_item){.fd = -1});
}

static int without_memory(int (*call)(void))
{
	int err;

	fail_alloc_start(1);
	err = call();
	ck_assert(fail_alloc_stop());
	return err;
}

static int add_without_memory(struct cusb_wait_set *set, struct cusb_monitor *monitor)
{
	int err;

	(void)monitor;
	cusb_refuse(-ENOMEM, "of an earlier call");
	fail_alloc_start(1);
	err = cusb_wait_set_add_device(set, dev, NULL);
	ck_assert(fail_alloc_stop());
	return err;
}

CALL(copy, cusb_device_copy(dev, &(struct cusb_device *){NULL}))
CALL(copy_without_memory, without_memory(copy))
CALL(product, cusb_product(dev, &lent))
CALL(product_without_memory, without_memory(product))
CALL(set_add_device, in_set(add_without_memory))
CALL(set_add_monitor, in_set(add_monitor_twice))
CALL(set_remove_monitor, in_set(remove_monitor))
CALL(set_remove_fd, in_set(remove_fd))
CALL(set_add_fd, in_set(add_closed_fd))
CALL(set_next, in_set(next_of_none))

#define ROW(fails, err, call, text)                                                                \
	{                                                                                          \
#call, fails, err, call, text                                                      \
	}

static const struct row {
	const char *name;
	const char *fails; /* the backend's call; NULL: all succeed */
	int err;	   /* of the backend, and of the call */
	int (*call)(void);
	const char *text; /* NULL: the general meaning */
} rows[] = {
	ROW(NULL, -ENODEV, find_none, "no device matches"),
	ROW("enumerate", -EIO, find_all, NULL),
	ROW("enumerate", -EINVAL, find, NULL),
	ROW("enumerate", -EINVAL, monitor, NULL),
	ROW("enumerate_fd", -EBADF, from_fd,
	    "descriptor 1000 is not open, or is not a device node"),
	ROW("enumerate_fd", -EPERM, from_fd, "descriptor 1000 is not open for writing"),
	ROW("enumerate_fd", -EINVAL, from_fd, NULL),
	ROW(NULL, -ENODEV, parent, "the hub is gone"),
	ROW(NULL, -EISDIR, parent_of_root_hub, "a root hub has no parent"),
	ROW("open", -EACCES, open_it, NULL),
	ROW("open", -EINVAL, claim, NULL),
	ROW("claim", -EBUSY, claim, "a kernel driver or another program has claimed an interface"),
	ROW("claim", -ENOENT, claim, "1-2.3: there is no interface 0 now"),
	ROW("claim", -EINVAL, claim, NULL),
	ROW("release", -EIO, release, NULL),
	ROW("configuration", -EHOSTUNREACH, configuration, "the device is not configured"),
	ROW("configuration", -ENOENT, driver, NULL),
	ROW("driver", -ENODATA, driver, "no kernel driver is bound"),
	ROW("driver", -ENAMETOOLONG, driver, "the driver's name needs more than 32 bytes"),
	ROW("driver", -EINVAL, driver, NULL),
	ROW("active", -EINVAL, is_active, NULL),
	ROW("detach", -ENODATA, detach, "no kernel driver is bound"),
	ROW("detach", -EBUSY, detach, "the interface is claimed, or has a kernel driver"),
	ROW("detach", -EINVAL, detach, "1-2.3: there is no interface 0 now"),
	ROW("attach", -ENODATA, attach, "no kernel driver accepts the interface"),
	ROW("attach", -EBUSY, attach, "the interface is claimed, or has a kernel driver"),
	ROW("drop", -EINVAL, drop_privileges, NULL),
	ROW("set_configuration", -EBUSY, configure,
	    "a kernel driver or another program has claimed an interface"),
	ROW("set_configuration", -EINVAL, configure, NULL),
	ROW("set_altsetting", -EPIPE, set_altsetting, "the device has stalled SET_INTERFACE"),
	ROW("altsetting", -EINVAL, altsetting, NULL),
	ROW("clear_halt", -EINVAL, clear_halt, NULL),
	ROW("reset_endpoint", -EINVAL, reset_endpoint, NULL),
	ROW("reset", -ENODEV, reset, "no device or a different one came back"),
	ROW("reset", -EISDIR, reset, "a root hub cannot be reset"),
	ROW("reset", -EINVAL, reset, NULL),
	ROW("hub_ports", -ENODATA, ports, "the kernel's hub driver is not bound"),
	ROW("claim_port", -EBUSY, claim_1, "the port is claimed already"),
	ROW("claim_port", -EINVAL, claim_1, "1-2.3 has no port 1"),
	ROW("release_port", -ENOENT, release_1, "the port was not claimed"),
	ROW("allow", -EIO, allow_suspend, "the device could not resume"),
	ROW("forbid", -EIO, forbid_suspend, "the device could not resume"),
	ROW("wait", -EIO, wait_for_resume, "the device could not resume"),
	ROW("wait", -ENODEV, wait_for_resume, NULL),
	ROW("open", -EINVAL, buffer, NULL),
	ROW("open", -EINVAL, poll_fd, NULL),
	ROW("control", -EPIPE, control, "the device does not support the request"),
	ROW("control", -EINVAL, control, NULL),
	ROW("claim", -EINVAL, class_request, NULL),
	ROW("claim", -EINVAL, endpoint_request, NULL),
	ROW("open", -EINVAL, control, NULL),
	ROW("control", -EPIPE, status, "the device does not support the request"),
	ROW("transfer", -EPIPE, read_it, "the endpoint is halted: the device has stalled"),
	ROW("transfer", -EPIPE, write_it, "the endpoint is halted: the device has stalled"),
	ROW("transfer", -EPIPE, read_object, "the endpoint is halted: the device has stalled"),
	ROW("transfer", -EPIPE, transfer, "the endpoint is halted: the device has stalled"),
	ROW("transfer", -EPIPE, read_again, "the endpoint is halted: the device has stalled"),
	ROW("transfer", -EPIPE, setup, "the device does not support the request"),
	ROW("transfer", -EHOSTUNREACH, read_it, "the device is suspended, or not configured"),
	ROW("transfer", -EINVAL, read_it, NULL),
	ROW("transfer", -ENODEV, write_it, NULL),
	ROW("submit", -EINVAL, read_it, NULL),
	ROW("submit", -EINVAL, read_iso, NULL),
	ROW("submit", -ENOMEM, read_it, "the USB buffers of all programs reach usbfs_memory_mb"),
	ROW("submit", -EINVAL, submit, NULL),
	ROW("submit", -ENOMEM, submit, "the USB buffers of all programs reach usbfs_memory_mb"),
	ROW("open", -EINVAL, read_it, NULL),
	ROW("claim", -EINVAL, read_it, NULL),
	ROW("configuration", -EHOSTUNREACH, read_it, "the device is not configured"),
	ROW("open", -EINVAL, submit, NULL),
	ROW("claim", -EINVAL, submit, NULL),
	ROW("submit", -EINVAL, submit_packets, NULL),
	ROW("submit", -EINVAL, run_packets, NULL),
	ROW("submit", -EINVAL, submit_packets_to_bulk, NULL),
	ROW("speed", -ENODEV, speed, NULL),
	ROW(NULL, -EAGAIN, reap_too_early, NULL),
	ROW(NULL, -ENOSYS, submit_unsupported, NULL),
	ROW(NULL, -ENOSYS, reap_unsupported, NULL),
	ROW(NULL, -ENOSYS, read_unsupported, NULL),
	ROW(NULL, -ENOSYS, control_unsupported, NULL),
	ROW(NULL, -ENODATA, known_string_0, NULL),
	ROW("string", -ENODEV, product, NULL),
	ROW(NULL, -EBADMSG, malformed_string, NULL),
	ROW(NULL, -ENOMEM, copy_without_memory, NULL),
	ROW(NULL, -ENOMEM, product_without_memory, NULL),
	ROW(NULL, -ENOMEM, set_add_device, NULL),
	ROW(NULL, -EBUSY, set_add_monitor, NULL),
	ROW(NULL, -ENOENT, set_remove_monitor, NULL),
	ROW(NULL, -ENOENT, set_remove_fd, NULL),
	ROW(NULL, -EBADF, set_add_fd, NULL),
	ROW(NULL, -EAGAIN, set_next, NULL),
	ROW(NULL, -ENODATA, reap, "no transfer is in flight"),
	ROW(NULL, -ENOENT, cancel, "the transfer is not in flight on this device"),
	ROW(NULL, -ENODATA, string_0, "index 0 means that there is no string"),
	ROW(NULL, -ENODATA, no_product, "the device has no such string"),
	ROW(NULL, -ENOENT, find_endpoint, "no descriptor matches"),
	ROW(NULL, -ENOENT, find_in, "no descriptor matches"),
};

CASE_PER_ROW(text_is_of_the_call_that_failed, rows)
{
	const struct row *row = &rows[_i];
	const char *wanted = row->text ? row->text : cusb_strerror(row->err);
	int err;

	if (row->fails)
		script_fail(row->fails, row->err);
	cusb_set_default_backend(BACKEND);
	cusb_refuse(row->err, "of an earlier call");
	err = row->call();
	ck_assert_msg(err == row->err && strcmp(cusb_error_text(err), wanted) == 0, "%s: %d, %s",
		      row->name, err, cusb_error_text(err));
}

CASE(text_stays_while_the_program_cleans_up)
{
	void *memory;

	ck_assert_int_ge(cusb_buffer_alloc(dev, 64, &memory), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_read(dev, 0x01, data, 64, 100), -EINVAL);
	cusb_buffer_free(dev, memory);
	cusb_set_auto_detach(dev, true);
	cusb_set_interruptible(dev, true);
	cusb_close(dev);
	cusb_dispose_resources(dev);
	cusb_device_free(dev);
	dev = NULL;
	ck_assert_str_eq(cusb_error_text(-EINVAL), "0x01 is an OUT endpoint");
}
