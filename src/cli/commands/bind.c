/* SPDX-License-Identifier: MIT */
/*
 * Kernel fact: a write to `bind` of a driver fails when the driver does not know the device. A
 * write to drivers_probe tries all drivers, and is no error when none wants the interface.
 */
#include <errno.h>
#include <stdio.h>

#include "cli/bus/attribute.h"
#include "cli/target/interface_path.h"
#include "cli/target/target.h"

#define PROBE "/sys/bus/usb/drivers_probe"

struct binding {
	struct target *target;
	const char *driver; /* NULL: whichever wants the interface */
	unsigned int bound;
};

static enum status bind_one(struct binding *binding, int number)
{
	const struct attempt attempt = {.step = STEP_BIND, .number = number};
	struct cusb_device *dev = binding->target->dev;
	char interface[INTERFACE_PATH_SIZE], name[64], path[128];
	int err = cusb_kernel_driver(dev, (unsigned int)number, name, sizeof name);

	if (err == 0 && !binding->driver) {
		binding->bound++;
		return STATUS_OK;
	}
	snprintf(path, sizeof path, "/sys/bus/usb/drivers/%s/bind", binding->driver);
	interface_path(dev, (unsigned int)number, "", interface);
	err = attribute_write(&binding->target->bus, binding->driver ? path : PROBE, interface);
	if (err == 0 && cusb_kernel_driver(dev, (unsigned int)number, name, sizeof name) == 0)
		binding->bound++;
	return target_result(binding->target, &attempt, err);
}

static enum status bind_all(struct binding *binding)
{
	enum status status = STATUS_OK;
	const struct cusb_configuration *cfg;

	if (cusb_active_configuration(binding->target->dev, &cfg) < 0)
		return fail("%s is not configured; 'cusb config' sets a configuration",
			    binding->target->dev->name);
	for (size_t i = 0; status == STATUS_OK && i < cfg->interface_count; i++)
		status = bind_one(binding, cusb_interface_at(cfg, i, 0)->bInterfaceNumber);
	return status;
}

static enum status run(const struct options *opts, struct output *out)
{
	struct binding binding = {.driver = opts->arguments[2]};
	struct target target;
	enum status status;
	int number;

	(void)out;
	status = target_find_part(&target, &bind_command, opts, &number);
	if (status != STATUS_OK)
		return status;
	binding.target = &target;
	status = interface_check(target.dev, number);
	if (status == STATUS_OK)
		status = number < 0 ? bind_all(&binding) : bind_one(&binding, number);
	if (status == STATUS_OK && binding.bound == 0)
		status = fail("no driver of this kernel took an interface of %s; is its module "
			      "loaded?",
			      target.dev->name);
	target_close(&target);
	return status;
}

const struct command bind_command = {
	.name = "bind",
	.arguments = "DEV[:INTERFACE] [DRIVER]",
	.summary = "give interfaces to kernel drivers",
	.help = {"Gives INTERFACE of DEV, or each interface, to the kernel driver DRIVER, or to\n"
		 "the driver that knows it. An interface that has a driver keeps it. It is a\n"
		 "failure if no interface has a driver then. Writes to sysfs, so it needs root.\n"
		 "\n",
		 device_arg_help},
	.examples = "  cusb bind 1-2.3\n"
		    "  cusb bind 1-2.3:0 usbhid\n",
	.min_arguments = 1,
	.max_arguments = 2,
	.without = OPTION_BIT(OPTION_HOST),
	.run = run,
};
