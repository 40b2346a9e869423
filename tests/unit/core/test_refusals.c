/* SPDX-License-Identifier: MIT */
/* A call with a bad argument: its error, and the line that says which argument and why. */
#include <cusb/control.h>
#include <cusb/hub.h>
#include <cusb/monitor.h>
#include <cusb/stream.h>
#include <cusb/usbfs.h>
#include <cusb/wait.h>

#include "core/calls.h"
#include "log_lines.h"

static void begin(void)
{
	core_begin_with_extras();
	log_lines_begin();
}

static void end(void)
{
	log_lines_end();
	core_end();
}

FIXTURE(begin, end)

static char text[8];
static struct cusb_match *by_name;

static int name_field(int (*set)(void))
{
	int err = cusb_match_new(&by_name);

	if (err == 0)
		err = set();
	cusb_match_free(by_name);
	return err;
}

#define TRANSFER(...)                                                                              \
	cusb_transfer_run(dev, &(struct cusb_transfer){.timeout_ms = 100, __VA_ARGS__})
#define FIND(...)                                                                                  \
	cusb_find(CUSB_MATCH(backend, BACKEND, __VA_ARGS__), &(struct cusb_device *){NULL})
#define ENDPOINTS(...) (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})

CALL(find_field, FIND(bInterval, 1))
CALL(find_null, FIND(name, NULL))
CALL(wait_past,
     cusb_wait_for_device(CUSB_MATCH(backend, BACKEND), -7, &(struct cusb_device *){NULL}))
CALL(monitor_reserved, cusb_monitor_new(CUSB_MATCH(backend, BACKEND),
					&(struct cusb_monitor_options){.reserved = {0, 0, 1, 0}},
					&(struct cusb_monitor *){NULL}))
CALL(usbfs_reserved, cusb_usbfs_new(&(struct cusb_usbfs_options){.reserved = {0, 0, 0, 1}},
				    &(struct cusb_backend *){NULL}))
CALL(from_bad_fd, cusb_device_from_fd(-3, &(struct cusb_device *){NULL}))
CALL(read_out, cusb_read(dev, 0x01, data, 64, 100))
CALL(write_in, cusb_write(dev, 0x81, data, 64, 100))
CALL(read_0, cusb_read(dev, 0x80, data, 64, 100))
CALL(read_reserved, cusb_read(dev, 0x91, data, 64, 100))
CALL(read_none, cusb_read(dev, 0x8a, data, 64, 100))
CALL(read_control, cusb_read(dev, 0x84, data, 64, 100))
CALL(read_null, cusb_read(dev, 0x81, NULL, 64, 100))
CALL(read_past, cusb_read(dev, 0x81, data, 64, -5))
CALL(read_stale, cusb_endpoint_read(endpoint(0, 1, 2, 1), data, 64, 100))
CALL(flags, TRANSFER(.bEndpointAddress = 0x81, .data = data, .length = 64, .flags = 0x8000))
CALL(setup_short, TRANSFER(.data = data, .length = 7))
CALL(clear_wide, cusb_clear_halt(dev, 0x181))
CALL(claim_700, cusb_claim_interface(dev, 700))
CALL(take_256, cusb_claim_from_driver(dev, 256))
CALL(release_256, cusb_release_interface(dev, 256))
CALL(detach_256, cusb_detach_kernel_driver(dev, 256))
CALL(altsetting_9, cusb_altsetting(dev, 9))
CALL(altsetting_256, cusb_altsetting(dev, 256))
CALL(set_altsetting_7, cusb_set_altsetting(dev, 1, 7))
CALL(configure_9, cusb_set_configuration(dev, 9))
CALL(ctrl_type, cusb_ctrl_transfer(dev, 0x1c0, 1, 0, 0, data, 8, 100))
CALL(ctrl_length, cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 65536, 100))
CALL(ctrl_null, cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, NULL, 8, 100))
CALL(ctrl_endpoint, cusb_ctrl_transfer(dev, 0x82, 0, 0, 0x0a, data, 2, 100))
CALL(ctrl_reserved, cusb_ctrl_transfer(dev, 0x82, 0, 0, 0x10, data, 2, 100))
CALL(timeout, cusb_set_default_timeout(dev, -2))
CALL(buffer_0, cusb_buffer_alloc(dev, 0, &(void *){NULL}))
CALL(map_0, cusb_buffer_map(dev, 0, &(void *){NULL}))
CALL(streams_1, cusb_streams_alloc(dev, 1, ENDPOINTS(0x81)))
CALL(streams_length, cusb_streams_free(dev, data, 31))
CALL(streams_address, cusb_streams_free(dev, ENDPOINTS(0x91)))
CALL(streams_endpoint, cusb_streams_free(dev, ENDPOINTS(0x8a)))
CALL(reset_wide, cusb_reset_endpoint(dev, 0x181))
CALL(clear_stale, cusb_endpoint_clear_halt(endpoint(0, 1, 2, 1)))
CALL(write_stale, cusb_endpoint_write(endpoint(0, 1, 2, 0), data, 8, 100))
CALL(submit_null, cusb_submit(dev, &(struct cusb_transfer){.bEndpointAddress = 0x81, .length = 1}))
CALL(reap_past, cusb_reap(dev, -9, &(struct cusb_transfer *){NULL}))
CALL(reap_no_room, cusb_reap_several(dev, &(struct cusb_transfer *){NULL}, 0))
CALL(ensure_9, cusb_ensure_configuration(dev, 9))
CALL(ensure_altsetting_7, cusb_ensure_altsetting(dev, 1, 7))
CALL(active_256, cusb_is_kernel_driver_active(dev, 256))
CALL(attach_256, cusb_attach_kernel_driver(dev, 256))
CALL(driver_9, cusb_kernel_driver(dev, 9, text, sizeof text))
CALL(release_port_0, cusb_release_port(dev, 0))
CALL(ports_of_device, cusb_hub_ports(dev, data))
CALL(packets, cusb_transfer_fill_packets(&(struct cusb_transfer){.length = 10}, 5))
CALL(set_descriptor, cusb_set_descriptor(dev, cusb_to_device(), 1, 256, data, 8))
CALL(recipient, cusb_get_status(dev, (struct cusb_recipient){0x40, 0}))
CALL(set_feature, cusb_set_feature(dev, 65536, cusb_to_device()))
CALL(clear_feature, cusb_clear_feature(dev, 0, cusb_to_endpoint(0x10)))
CALL(monitor_field, cusb_monitor_new(CUSB_MATCH(backend, BACKEND, bInterval, 1), NULL,
				     &(struct cusb_monitor *){NULL}))
CALL(find_all_field,
     cusb_find_all(CUSB_MATCH(backend, BACKEND, bInterval, 1), &(struct cusb_device **){NULL}))
CALL(find_all_interfaces,
     cusb_find_all_interfaces(NULL, NULL, &(const struct cusb_interface **){NULL}))
CALL(find_configuration,
     cusb_find_configuration(NULL, NULL, &(const struct cusb_configuration *){NULL}))
CALL(find_in_null, cusb_find_endpoint_in(NULL, NULL, &(const struct cusb_endpoint *){NULL}))
CALL(find_in_both, cusb_find_endpoint_in(cusb_configuration_at(dev, 0), CUSB_MATCH(bLength, 7),
					 &(const struct cusb_endpoint *){NULL}))
CALL(custom, cusb_match_set_custom(by_name, "custom_endpoint", NULL))
CALL(null_custom, name_field(custom))
CALL(pointer, cusb_match_set_pointer(by_name, "bus", NULL))
CALL(no_pointer, name_field(pointer))

static int monitor_past(void)
{
	struct cusb_monitor *monitor;
	struct cusb_event event;
	int err = cusb_monitor_new(CUSB_MATCH(backend, BACKEND), NULL, &monitor);

	ck_assert_int_eq(err, 0);
	err = cusb_monitor_next(monitor, -3, &event);
	cusb_monitor_free(monitor);
	return err;
}

static struct cusb_wait_set *wait_set;

static int in_a_set(int (*call)(void))
{
	int err = cusb_wait_set_new(&wait_set);

	ck_assert_int_eq(err, 0);
	err = call();
	cusb_wait_set_free(wait_set);
	return err;
}

CALL(add_events, cusb_wait_set_add_fd(wait_set, 0, 0x400, NULL))
CALL(next_past, cusb_wait_set_next(wait_set, -4, &(struct cusb_wait_item){0}))
CALL(wait_events, in_a_set(add_events))
CALL(wait_set_past, in_a_set(next_past))

static int long_root(void)
{
	struct cusb_backend *backend;
	char root[600];

	memset(root, '/', sizeof root);
	root[sizeof root - 1] = '\0';
	return cusb_usbfs_new(&(struct cusb_usbfs_options){.sysfs_root = root}, &backend);
}

static int old_backend(void)
{
	script.backend.version = 77;
	return FIND(idVendor, 1);
}

CALL(streams_none, cusb_streams_alloc(dev, 2, ENDPOINTS(0x81)))
CALL(port_of_device, cusb_claim_port(dev, 1))
CALL(port_0, cusb_claim_port(dev, 0))
CALL(string_256, cusb_get_string(dev, 256, CUSB_DEFAULT_LANGID, text, sizeof text))
CALL(known_256, cusb_known_string(dev, 256, text, sizeof text))
CALL(string_langid, cusb_get_string(dev, 1, 65536, text, sizeof text))
CALL(descriptor, cusb_get_descriptor(dev, cusb_to_device(), 256, 0, data, 8))
CALL(interface_256, cusb_get_interface(dev, 256))
CALL(number, cusb_match_set_number(by_name, "idVender", 1))
CALL(string, cusb_match_set_string(by_name, "name", NULL))
CALL(misspelt, name_field(number))
CALL(null, name_field(string))
CALL(endpoints, cusb_find_endpoint(cusb_interface_at(cusb_configuration_at(dev, 0), 0, 0),
				   CUSB_MATCH(idVendor, 1), &(const struct cusb_endpoint *){NULL}))
CALL(of_null, cusb_find_interface(NULL, NULL, &(const struct cusb_interface *){NULL}))

#define TEXT_OF(number) #number
#define NUMBER(macro)	TEXT_OF(macro)

#define ROW(call, err, line)                                                                       \
	{                                                                                          \
#call, call, err, line                                                             \
	}

static const struct {
	const char *name;
	int (*call)(void);
	int err;
	const char *line;
} refusals[] = {
	ROW(find_field, -EINVAL, "field 31 of enum cusb_field is NULL, or devices do not have it"),
	ROW(find_null, -EINVAL, "field 43 of enum cusb_field is NULL, or devices do not have it"),
	ROW(wait_past, -EINVAL, "timeout_ms -7 is below 0"),
	ROW(monitor_reserved, -EINVAL, "the reserved members of the options are not 0"),
	ROW(usbfs_reserved, -EINVAL, "the reserved members of the options are not 0"),
	ROW(from_bad_fd, -EBADF, "descriptor -3 is below 0"),
	ROW(read_out, -EINVAL, "0x01 is an OUT endpoint"),
	ROW(write_in, -EINVAL, "0x81 is an IN endpoint"),
	ROW(read_0, -EINVAL, "0x80 is not an endpoint to read or write"),
	ROW(read_reserved, -EINVAL, "0x91 is not an endpoint address"),
	ROW(read_none, -ENOENT, "1-2.3: no current alternate setting has endpoint 0x8a"),
	ROW(read_control, -EINVAL, "1-2.3: 0x84 is a control endpoint"),
	ROW(read_null, -EINVAL, "data is NULL, length is 64"),
	ROW(read_past, -EINVAL, "timeout_ms -5 is below 0"),
	ROW(flags, -EINVAL, "flags have the unknown bits 0x8000"),
	ROW(setup_short, -EINVAL, "length 7 does not fit a SETUP packet and its wLength bytes"),
	ROW(clear_wide, -EINVAL, "0x181 is not an endpoint address"),
	ROW(claim_700, -EINVAL, "interface 700 is above 255"),
	ROW(take_256, -EINVAL, "interface 256 is above 255"),
	ROW(release_256, -EINVAL, "interface 256 is above 255"),
	ROW(detach_256, -EINVAL, "interface 256 is above 255"),
	ROW(altsetting_9, -ENOENT, "1-2.3: configuration 1 has no interface 9"),
	ROW(altsetting_256, -EINVAL, "interface 256 is above 255"),
	ROW(set_altsetting_7, -EINVAL,
	    "1-2.3: configuration 1 has no interface 1 with alternate setting 7 (-1: the first)"),
	ROW(configure_9, -EINVAL, "1-2.3: there is no configuration 9 (-1: the first)"),
	ROW(ctrl_type, -EINVAL, "bmRequestType 0x1c0 is above 0xff"),
	ROW(ctrl_length, -EINVAL, "wLength 0x10000 is above 0xffff"),
	ROW(ctrl_null, -EINVAL, "data is NULL, wLength is 8"),
	ROW(ctrl_endpoint, -ENOENT, "1-2.3: the active configuration has no endpoint 0x0a"),
	ROW(ctrl_reserved, -EINVAL, "wIndex 0x10 is not an endpoint address"),
	ROW(timeout, -EINVAL, "timeout_ms -2 is below 0"),
	ROW(buffer_0, -EINVAL, "the size of the buffer is 0"),
	ROW(map_0, -EINVAL, "the size of the buffer is 0"),
	ROW(streams_1, -EINVAL, "1 streams: there can be 2 to 65535"),
	ROW(streams_none, -EINVAL, "1-2.3: endpoint 0x81 has no streams"),
	ROW(port_of_device, -EINVAL, "1-2.3 is not a hub"),
	ROW(port_0, -EINVAL, "port 0 is not 1 to 127"),
	ROW(string_256, -EINVAL, "string index 256 is above 255"),
	ROW(known_256, -EINVAL, "string index 256 is above 255"),
	ROW(string_langid, -EINVAL, "langid 65536 is not 0 to 0xffff"),
	ROW(descriptor, -EINVAL, "descriptor type 256 or index 0 is above 255"),
	ROW(interface_256, -EINVAL, "interface 256 is above 255"),
	ROW(misspelt, -EINVAL, "there is no number field named idVender"),
	ROW(null, -EINVAL, "the value of field name is NULL"),
	ROW(endpoints, -EINVAL, "endpoints have no field idVendor"),
	ROW(of_null, -EINVAL, "cannot search NULL for interfaces"),
	ROW(streams_length, -EINVAL, "31 endpoints: there can be 1 to 30"),
	ROW(streams_address, -EINVAL, "0x91 is not an endpoint address"),
	ROW(streams_endpoint, -ENOENT, "1-2.3: no current alternate setting has endpoint 0x8a"),
	ROW(reset_wide, -EINVAL, "0x181 is not an endpoint address"),
	ROW(clear_stale, -ENOENT,
	    "1-2.3: endpoint 0x83 is of interface 1, alternate setting 2, which is not selected"),
	ROW(write_stale, -ENOENT,
	    "1-2.3: endpoint 0x03 is of interface 1, alternate setting 2, which is not selected"),
	ROW(submit_null, -EINVAL, "data is NULL, length is 1"),
	ROW(reap_past, -EINVAL, "timeout_ms -9 is below 0"),
	ROW(reap_no_room, -EINVAL, "count 0 is below 1"),
	ROW(ensure_9, -EINVAL, "1-2.3: there is no configuration 9 (-1: the first)"),
	ROW(ensure_altsetting_7, -EINVAL,
	    "1-2.3: configuration 1 has no interface 1 with alternate setting 7 (-1: the first)"),
	ROW(active_256, -EINVAL, "interface 256 is above 255"),
	ROW(attach_256, -EINVAL, "interface 256 is above 255"),
	ROW(driver_9, -ENOENT, "1-2.3: configuration 1 has no interface 9"),
	ROW(release_port_0, -EINVAL, "port 0 is not 1 to 127"),
	ROW(ports_of_device, -EINVAL, "1-2.3 is not a hub"),
	ROW(packets, -EINVAL, "10 bytes do not fit into 0 packets of 5"),
	ROW(set_descriptor, -EINVAL, "descriptor type 1 or index 256 is above 255"),
	ROW(recipient, -EINVAL, "recipient 0x40 is above 0x1f"),
	ROW(set_feature, -EINVAL, "wValue 0x10000 is above 0xffff"),
	ROW(clear_feature, -EINVAL, "wIndex 0x10 is not an endpoint address"),
	ROW(monitor_field, -EINVAL,
	    "field 31 of enum cusb_field is NULL, or devices do not have it"),
	ROW(monitor_past, -EINVAL, "timeout_ms -3 is below 0"),
	ROW(find_all_field, -EINVAL,
	    "field 31 of enum cusb_field is NULL, or devices do not have it"),
	ROW(find_all_interfaces, -EINVAL, "cannot search NULL for interfaces"),
	ROW(find_configuration, -EINVAL, "cannot search NULL for configurations"),
	ROW(find_in_null, -EINVAL, "cannot search NULL for endpoints"),
	ROW(find_in_both, -EINVAL,
	    "either interfaces or endpoints must have field bLength, not both or none"),
	ROW(null_custom, -EINVAL, "the value of field custom_endpoint is NULL"),
	ROW(no_pointer, -EINVAL, "there is no pointer field named bus"),
	ROW(wait_events, -EINVAL, "events 0x400 are not only POLLIN, POLLOUT and POLLPRI"),
	ROW(wait_set_past, -EINVAL, "timeout_ms -4 is below 0"),
	ROW(long_root, -ENAMETOOLONG, "a root has 512 bytes or more"),
	ROW(old_backend, -EINVAL,
	    "the backend was compiled for version 77 of backend.h, not " NUMBER(
		    CUSB_BACKEND_VERSION)),
};

CASE_PER_ROW(refusal_is_one_line, refusals)
{
	int err = refusals[_i].call();
	const char *lines = log_lines();

	ck_assert_msg(err == refusals[_i].err && strcmp(lines, refusals[_i].line) == 0,
		      "%s: %d, %s", refusals[_i].name, err, lines);
	ck_assert_str_eq(cusb_error_text(err), lines);
}

CASE(refusal_by_memory_alone_is_asked_anew_and_told_once)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 7), -EINVAL);
	ck_assert_ptr_null(strstr(log_lines(), " | "));
}

CASE(stale_endpoint_is_told_once)
{
	const char *lines;

	ck_assert_int_lt(read_stale(), 0);
	lines = log_lines();
	ck_assert_str_ne(lines, "");
	ck_assert_ptr_null(strstr(lines, " | "));
}
