/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/bus/attribute.h"
#include "cli/target/interface_path.h"
#include "cli/target/target.h"

struct unbinding {
	struct target *target;
	const char *driver; /* NULL: any */
	unsigned int unbound;
};

static enum status unbind_one(struct unbinding *unbinding, int number)
{
	const struct attempt attempt = {.step = STEP_UNBIND, .number = number};
	struct cusb_device *dev = unbinding->target->dev;
	char interface[INTERFACE_PATH_SIZE], name[64], path[128];
	int err = cusb_kernel_driver(dev, (unsigned int)number, name, sizeof name);

	if (err == -ENODATA || (err == 0 && unbinding->driver && strcmp(unbinding->driver, name)))
		return STATUS_OK;
	if (err == 0) {
		snprintf(path, sizeof path, "/sys/bus/usb/drivers/%s/unbind", name);
		interface_path(dev, (unsigned int)number, "", interface);
		err = attribute_write(&unbinding->target->bus, path, interface);
		unbinding->unbound += err == 0;
	}
	return target_result(unbinding->target, &attempt, err);
}

static enum status unbind_all(struct unbinding *unbinding)
{
	enum status status = STATUS_OK;
	const struct cusb_configuration *cfg;

	if (cusb_active_configuration(unbinding->target->dev, &cfg) < 0)
		return STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < cfg->interface_count; i++)
		status = unbind_one(unbinding, cusb_interface_at(cfg, i, 0)->bInterfaceNumber);
	return status;
}

static enum status run(const struct options *opts, struct output *out)
{
	struct unbinding unbinding = {.driver = opts->arguments[2]};
	struct target target;
	enum status status;
	int number;

	(void)out;
	status = target_find_part(&target, &unbind_command, opts, &number);
	if (status != STATUS_OK)
		return status;
	unbinding.target = &target;
	status = interface_check(target.dev, number);
	if (status == STATUS_OK)
		status = number < 0 ? unbind_all(&unbinding) : unbind_one(&unbinding, number);
	if (status == STATUS_OK && unbinding.unbound == 0)
		status = unbinding.driver
				 ? fail("driver %s has no interface of %s", unbinding.driver,
					target.dev->name)
				 : fail("no driver has an interface of %s", target.dev->name);
	target_close(&target);
	return status;
}

const struct command unbind_command = {
	.name = "unbind",
	.arguments = "DEV[:INTERFACE] [DRIVER]",
	.summary = "take interfaces from kernel drivers",
	.help = {"Takes INTERFACE of DEV, or each interface, from its kernel driver, or only from\n"
		 "DRIVER. It stays without a driver until 'cusb bind', or until DEV is plugged in\n"
		 "again. The driver \"usbfs\" is a program that has the interface. It is a failure\n"
		 "if there is no driver. Writes to sysfs, so it needs root.\n"
		 "\n",
		 device_arg_help},
	.examples = "  cusb unbind 1-2.3\n"
		    "  cusb unbind 1-2.3:0 usbhid\n",
	.min_arguments = 1,
	.max_arguments = 2,
	.without = OPTION_BIT(OPTION_HOST),
	.run = run,
};
