/* SPDX-License-Identifier: MIT */
/* A call for virtual devices with a bad argument: its error, and the line that says why. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cusb/error.h>
#include <cusb/log.h>
#include <cusb/vhci.h>

#include "log_lines.h"
#include "unit.h"

static struct cusb_virtual_kernel *kernel;
static struct cusb_virtual_builder *builder;
static struct cusb_backend *backend;
static struct cusb_device *dev;
static char file[] = "/tmp/cusb-refusals-XXXXXX";

static void begin(void)
{
	const struct cusb_virtual_identity identity = {.speed = CUSB_SPEED_SUPER};

	ck_assert_int_eq(cusb_virtual_kernel_new(&kernel), 0);
	ck_assert_int_eq(cusb_virtual_plug(kernel, cusb_virtual_find_model("loopback"), "1-1"), 0);
	ck_assert_int_eq(cusb_virtual_builder_new(&identity, &builder), 0);
	dev = NULL;
	backend = NULL;
	log_lines_begin();
}

static void end(void)
{
	log_lines_end();
	cusb_device_free(dev);
	cusb_usbfs_free(backend);
	cusb_virtual_builder_free(builder);
	cusb_virtual_kernel_free(kernel);
}

FIXTURE(begin, end)

/* ---- models ---------------------------------------------------------------------------------- */

#define CALL(name, expression)                                                                     \
	static int name(void)                                                                      \
	{                                                                                          \
		return (expression);                                                               \
	}

#define TEN "xxxxxxxxxx"
static const char letters[] = TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN;
static const char *const long_strings[] = {letters, NULL};
static const uint8_t no_configuration[18] = {18, 1, 0, 2, 0, 0, 0, 64};

static int plug_model(struct cusb_virtual_model model)
{
	return cusb_virtual_plug(kernel, &model, NULL);
}

static struct cusb_virtual_model loopback(void)
{
	return *cusb_virtual_find_model("loopback");
}

#define WITH(...)                                                                                  \
	{                                                                                          \
		struct cusb_virtual_model model = loopback();                                      \
		__VA_ARGS__;                                                                       \
		return plug_model(model);                                                          \
	}
#define FAULT(...)                                                                                 \
	(struct cusb_virtual_fault)                                                                \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

CALL(plug_null, cusb_virtual_plug(kernel, NULL, NULL))
static int plug_empty(void) WITH(model.descriptors_length = 17) static int plug_speed(void)
	WITH(model.speed = CUSB_SPEED_UNKNOWN) static int plug_bos(void)
		WITH(model.bos = NULL, model.bos_length = 5) static int plug_faults(void) WITH(
			model.faults = NULL, model.fault_count = 1) static int plug_string(void)
			WITH(model.strings = long_strings) static int plug_fault(void)
				WITH(model.faults = &FAULT(.bEndpointAddress = 0x85),
				     model.fault_count = 1) static int plug_refused(void)
					WITH(model.descriptors = no_configuration,
					     model.descriptors_length = sizeof no_configuration)
						CALL(vhci_null,
						     cusb_vhci_attach(NULL,
								      &(struct cusb_vhci *){NULL}))

	/* ---- names
	   ----------------------------------------------------------------------------------- */

	static int nothing(struct cusb_virtual_device *device, void *user)
{
	(void)device;
	(void)user;
	return 0;
}

#define PLUG(name) cusb_virtual_plug(kernel, cusb_virtual_find_model("loopback"), name)

CALL(plug_where, PLUG("lamp"))
CALL(plug_port_16, PLUG("1-16"))
CALL(plug_no_hub, PLUG("1-1.1"))
CALL(plug_again, PLUG("1-1"))
CALL(unplug, cusb_virtual_unplug(kernel, "1-2"))
CALL(unplug_null, cusb_virtual_unplug(kernel, NULL))
CALL(fault_where, cusb_virtual_add_fault(kernel, "1-2", NULL))
CALL(call, cusb_virtual_call(kernel, "1-2", nothing, NULL))
CALL(bind_where, cusb_virtual_bind_driver(kernel, "1-2", 0, "usbhid"))
CALL(bind_9, cusb_virtual_bind_driver(kernel, "1-1", 9, "usbhid"))
CALL(set_access, cusb_virtual_set_access(kernel, "1-2", 0))
CALL(authorize, cusb_virtual_authorize(kernel, "1-1:1.9", false))
CALL(suspend, cusb_virtual_suspend(kernel, "1-2"))
CALL(resume, cusb_virtual_resume(kernel, "1-2"))
CALL(fault_kind,
     cusb_virtual_add_fault(kernel, "1-1", &FAULT(.kind = (enum cusb_virtual_fault_kind)7)))
CALL(fault_endpoint, cusb_virtual_add_fault(kernel, "1-1", &FAULT(.bEndpointAddress = 0x85)))
CALL(fault_short,
     cusb_virtual_add_fault(kernel, "1-1",
			    &FAULT(.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_SHORT)))
CALL(fault_err,
     cusb_virtual_add_fault(kernel, "1-1", &FAULT(.kind = CUSB_VIRTUAL_ERROR, .err = -EAGAIN)))

static void use(void)
{
	ck_assert_int_eq(cusb_virtual_kernel_backend(kernel, &backend), 0);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
}

CALL(suspend_used, (use(), cusb_virtual_suspend(kernel, "1-1")))
CALL(bind_used, (use(), cusb_virtual_bind_driver(kernel, "1-1", 0, "usbhid")))

/* ---- the builder ----------------------------------------------------------------------------- */

static struct cusb_virtual_model built;

static int build(void)
{
	return cusb_virtual_build(builder, &built);
}

static void add_configuration(unsigned int max_power_ma, unsigned int value)
{
	cusb_virtual_add_configuration(builder, &(struct cusb_virtual_configuration){
							.max_power_ma = (uint16_t)max_power_ma,
							.bConfigurationValue = (uint8_t)value});
}

static void add_interface(void)
{
	cusb_virtual_add_interface(builder, &(struct cusb_virtual_interface){0});
}

static void add_endpoint(unsigned int address, unsigned int attributes)
{
	cusb_virtual_add_endpoint(
		builder, &(struct cusb_virtual_endpoint){.bEndpointAddress = (uint8_t)address,
							 .bmAttributes = (uint8_t)attributes,
							 .wMaxPacketSize = 1024,
							 .bMaxBurst = 255});
}

static void add_strings(unsigned int count)
{
	char string[8];

	for (unsigned int i = 0; i < count; i++) {
		snprintf(string, sizeof string, "%u", i);
		cusb_virtual_add_string(builder, string);
	}
}

static int build_with(struct cusb_virtual_identity identity)
{
	return cusb_virtual_builder_new(&identity, &(struct cusb_virtual_builder *){NULL});
}

CALL(identity_null, cusb_virtual_builder_new(NULL, &(struct cusb_virtual_builder *){NULL}))
CALL(identity_speed, build_with((struct cusb_virtual_identity){.speed = (enum cusb_speed)9}))
CALL(identity_string, build_with((struct cusb_virtual_identity){.product = letters}))
CALL(build_null, cusb_virtual_build(NULL, &built))
CALL(no_configuration_yet, (add_interface(), build()))
CALL(no_interface_yet, (add_configuration(0, 0), add_endpoint(0x81, 2), build()))
CALL(bytes_first, (cusb_virtual_add_bytes(builder, no_configuration, 2), build()))
CALL(bytes_null, (cusb_virtual_add_bytes(builder, NULL, 2), build()))
CALL(address_0, (add_configuration(0, 0), add_interface(), add_endpoint(0x80, 2), build()))
CALL(power, (add_configuration(2048, 0), build()))
CALL(values, (add_configuration(0, 255), add_configuration(0, 0), build()))
CALL(interval, (add_configuration(0, 0), add_interface(), add_endpoint(0x81, 3), build()))
CALL(string_long, (cusb_virtual_add_string(builder, letters), build()))
CALL(strings_256, (add_strings(256), build()))
CALL(built_before, (build(), add_configuration(0, 0), build()))
CALL(first_of_two, (add_interface(), cusb_virtual_add_string(builder, letters), build()))

static int too_long(void)
{
	uint8_t *bytes = calloc(1, 65530);

	add_configuration(0, 0);
	cusb_virtual_add_bytes(builder, bytes, 65530);
	free(bytes);
	return build();
}

/* ---- texts ----------------------------------------------------------------------------------- */

#define PARSE(text, why, size)                                                                     \
	cusb_virtual_parse(text, why, size, &(struct cusb_virtual_model *){NULL})
#define LOAD(path) cusb_virtual_load(path, NULL, 0, &(struct cusb_virtual_model *){NULL})

static int load_bytes(const char *bytes, size_t length)
{
	int fd, err;

	strcpy(file + sizeof file - 7, "XXXXXX");
	fd = mkstemp(file);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes, length), length);
	close(fd);
	err = LOAD(file);
	unlink(file);
	return err;
}

static int load_large(void)
{
	size_t length = (1U << 20) + 1;
	char *bytes = malloc(length);
	int err;

	memset(bytes, '#', length);
	err = load_bytes(bytes, length);
	free(bytes);
	return err;
}

CALL(parse_word, PARSE("\nlamp 1\n", NULL, 0))
CALL(parse_byte, PARSE("descriptors zz", (char[8]){0}, 8))
CALL(parse_end, PARSE("", NULL, 0))
CALL(load_missing, LOAD("/nowhere/lamp.device"))
CALL(load_nul, load_bytes("speed full\n\0", 12))
CALL(import_long_name, cusb_vhci_import(-1, "1-1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1", NULL))
CALL(load_wrong, load_bytes("speed warp\n", 11))

#define ROW(call, err, line)                                                                       \
	{                                                                                          \
#call, call, err, line                                                             \
	}

static const struct {
	const char *name;
	int (*call)(void);
	int err;
	const char *line; /* its end, if it begins with "*" */
} refusals[] = {
	ROW(plug_null, -EINVAL, "model: NULL"),
	ROW(plug_empty, -EINVAL, "model: no device descriptor"),
	ROW(plug_speed, -EINVAL, "model: the speed is not valid"),
	ROW(plug_bos, -EINVAL, "model: the BOS is NULL"),
	ROW(plug_faults, -EINVAL, "model: the faults are NULL"),
	ROW(plug_string, -EINVAL, "model: a string has more than 126 UTF-16 units"),
	ROW(plug_fault, -EINVAL, "model: no configuration has the endpoint"),
	ROW(plug_refused, -EINVAL, "1-2: Linux refuses the descriptors"),
	ROW(vhci_null, -EINVAL, "model: NULL"),
	ROW(plug_where, -EINVAL, "there is no port lamp"),
	ROW(plug_port_16, -EINVAL, "there is no port 1-16"),
	ROW(plug_no_hub, -EINVAL, "there is no port 1-1.1"),
	ROW(plug_again, -EBUSY, "port 1-1 is in use, or no address is left"),
	ROW(unplug, -ENODEV, "there is no device 1-2"),
	ROW(unplug_null, -ENODEV, "there is no device NULL"),
	ROW(fault_where, -ENODEV, "there is no device 1-2"),
	ROW(call, -ENODEV, "there is no device 1-2"),
	ROW(bind_where, -ENODEV, "there is no device 1-2"),
	ROW(bind_9, -EINVAL, "1-1 has no interface 9"),
	ROW(bind_used, -EBUSY, "a program has claimed interface 0 of 1-1"),
	ROW(set_access, -ENODEV, "there is no device 1-2"),
	ROW(authorize, -ENODEV, "there is no device 1-1:1.9"),
	ROW(suspend, -ENODEV, "there is no device 1-2"),
	ROW(suspend_used, -EBUSY, "a program keeps 1-1 awake"),
	ROW(resume, -ENODEV, "there is no device 1-2"),
	ROW(fault_kind, -EINVAL, "fault: there is no such kind"),
	ROW(fault_endpoint, -EINVAL, "fault: no configuration has the endpoint"),
	ROW(fault_short, -EINVAL, "fault: an OUT endpoint sends no packets"),
	ROW(fault_err, -EINVAL, "fault: err is not the error of a transaction"),
	ROW(identity_null, -EINVAL, "the identity is NULL, or its speed is unknown"),
	ROW(identity_speed, -EINVAL, "the identity is NULL, or its speed is unknown"),
	ROW(identity_string, -EINVAL, "a string has more than 126 UTF-16 units"),
	ROW(build_null, -EINVAL, "the builder or the model is NULL"),
	ROW(no_configuration_yet, -EINVAL, "an interface was added before a configuration"),
	ROW(no_interface_yet, -EINVAL, "an endpoint was added before an interface"),
	ROW(bytes_first, -EINVAL, "bytes were added before a configuration"),
	ROW(bytes_null, -EINVAL, "NULL was added"),
	ROW(address_0, -EINVAL, "bEndpointAddress is not an endpoint address"),
	ROW(power, -EINVAL, "max_power_ma does not fit into bMaxPower"),
	ROW(values, -EINVAL, "no bConfigurationValue is left"),
	ROW(interval, -EINVAL, "wBytesPerInterval would be above 65535"),
	ROW(string_long, -EINVAL, "a string has more than 126 UTF-16 units"),
	ROW(strings_256, -EINVAL, "more than 255 strings"),
	ROW(built_before, -EINVAL, "something was added after cusb_virtual_build()"),
	ROW(first_of_two, -EINVAL, "an interface was added before a configuration"),
	ROW(too_long, -EMSGSIZE, "a configuration has 64 KiB or more"),
	ROW(parse_word, -EINVAL, "line 2: 'lamp' is not known"),
	ROW(parse_byte, -EINVAL, "line 1: 'zz' is not a byte"),
	ROW(parse_end, -EINVAL, "line 0: the end, and no device descriptor of 18 bytes so far"),
	ROW(load_missing, -ENOENT, "cannot read /nowhere/lamp.device: No such file or directory"),
	ROW(import_long_name, -EINVAL,
	    "1-1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1: the name is too long for USB/IP"),
	ROW(load_nul, -EINVAL, "line 2: a NUL character"),
	ROW(load_wrong, -EINVAL,
	    "line 1: 'warp' is not low, full, high, super, super-plus or super-plus-x2"),
	ROW(load_large, -EFBIG, "* has more than 1 MiB"),
};

/* A kernel without the module has no ports at all. */
CASE(a_port_of_vhci_hcd_that_is_not_in_use_is_not_released)
{
	bool has_vhci = access("/sys/devices/platform/vhci_hcd.0", F_OK) == 0;

	ck_assert_int_eq(cusb_vhci_release(1000000), has_vhci ? -EINVAL : -ENOENT);
}

static bool fits(const char *wanted, const char *line)
{
	size_t length = strlen(wanted + 1);

	if (*wanted != '*')
		return strcmp(line, wanted) == 0;
	return strlen(line) > length && strcmp(line + strlen(line) - length, wanted + 1) == 0;
}

CASE_PER_ROW(refusal_is_one_line, refusals)
{
	int err = refusals[_i].call();
	const char *lines = log_lines();

	ck_assert_msg(err == refusals[_i].err && fits(refusals[_i].line, lines), "%s: %d, %s",
		      refusals[_i].name, err, lines);
	ck_assert_str_eq(cusb_error_text(err), lines);
}

CASE(text_of_an_earlier_failure_is_not_left)
{
	cusb_refuse(-EINVAL, "of an earlier call");
	ck_assert_int_eq(PLUG("1-3"), 0);
	ck_assert_str_eq(cusb_error_text(-EINVAL), cusb_strerror(-EINVAL));
	cusb_refuse(-ENOENT, "of an earlier call");
	ck_assert_int_eq(cusb_refuse(-ENOENT, NULL), -ENOENT);
	ck_assert_str_eq(cusb_error_text(-ENOENT), cusb_strerror(-ENOENT));
}
