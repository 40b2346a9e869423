/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli/options/number.h"
#include "target.h"

enum status target_result(struct target *target, const struct attempt *attempt, int err)
{
	return err < 0 ? attempt_report(target->dev, target->opts, attempt, err) : STATUS_OK;
}

static enum status configure(struct target *target)
{
	struct attempt attempt = {.step = STEP_CONFIGURE};

	if (!option_given(target->opts, OPTION_CONFIGURATION))
		return STATUS_OK;
	attempt.number = target->opts->numbers[OPTION_CONFIGURATION];
	return target_result(target, &attempt,
			     cusb_ensure_configuration(target->dev, attempt.number));
}

static enum status claim(struct target *target)
{
	struct attempt attempt = {.step = STEP_CLAIM};

	if (!option_given(target->opts, OPTION_INTERFACE))
		return STATUS_OK;
	attempt.number = target->opts->numbers[OPTION_INTERFACE];
	return target_result(target, &attempt,
			     cusb_claim_interface(target->dev, (unsigned int)attempt.number));
}

static int first_interface(struct cusb_device *dev)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf = NULL;

	if (cusb_active_configuration(dev, &cfg) == 0)
		intf = cusb_interface_at(cfg, 0, 0);
	return intf ? intf->bInterfaceNumber : 0;
}

static enum status select_altsetting(struct target *target)
{
	const struct options *opts = target->opts;
	struct attempt attempt = {.step = STEP_ALTSETTING};

	if (!option_given(opts, OPTION_ALTSETTING))
		return STATUS_OK;
	attempt.setting = opts->numbers[OPTION_ALTSETTING];
	attempt.number = option_given(opts, OPTION_INTERFACE) ? opts->numbers[OPTION_INTERFACE]
							      : first_interface(target->dev);
	return target_result(target, &attempt,
			     cusb_ensure_altsetting(target->dev, attempt.number, attempt.setting));
}

/* Each step is separate, so that the report names the step that failed. */
enum status target_set_up(struct target *target, const struct options *opts)
{
	const struct attempt attempt = {.step = STEP_OPEN};
	enum status status;

	target->opts = opts;
	status = target_result(target, &attempt, cusb_open(target->dev));
	if (status != STATUS_OK)
		return status;
	if (option_given(target->opts, OPTION_TIMEOUT))
		cusb_set_default_timeout(target->dev, target->opts->numbers[OPTION_TIMEOUT]);
	if (option_given(target->opts, OPTION_DETACH)) {
		cusb_set_auto_detach(target->dev, true);
		if (!target->guard.watching)
			signal_guard_begin(&target->guard, target->dev);
	}
	status = configure(target);
	if (status == STATUS_OK)
		status = claim(target);
	if (status == STATUS_OK)
		status = select_altsetting(target);
	return status;
}

enum status target_find(struct target *target, const struct options *opts,
			const struct device_arg *arg)
{
	memset(target, 0, sizeof *target);
	target->opts = opts;
	if (bus_open(opts, &target->bus) < 0)
		return STATUS_FAILURE;
	if (device_arg_find_one(arg, &target->bus, opts->arguments[1], &target->dev) < 0) {
		bus_close(&target->bus);
		return STATUS_FAILURE;
	}
	return STATUS_OK;
}

/* -1 is no part. */
static int parse_part(const char *text, int *part)
{
	const char *dot = text ? strchr(text, '.') : NULL;
	unsigned long long number;
	int err = 0;

	*part = -1;
	if (text)
		err = parse_number(dot ? dot + 1 : text, 255, &number);
	if (text && err == 0)
		*part = (int)number;
	return err;
}

enum status target_find_part(struct target *target, const struct command *command,
			     const struct options *opts, int *part)
{
	const char *text = device_arg_cut_part(opts->arguments[1]);
	struct device_arg arg;

	if (parse_part(text, part) < 0)
		return usage_error(command, "'%s' is not a number from 0 to 255", text);
	if (device_arg_of(command, opts, &arg) != STATUS_OK)
		return STATUS_USAGE;
	return target_find(target, opts, &arg);
}

enum status target_open(struct target *target, const struct options *opts,
			const struct device_arg *arg)
{
	enum status status = target_find(target, opts, arg);

	if (status != STATUS_OK)
		return status;
	status = target_set_up(target, opts);
	if (status != STATUS_OK)
		target_close(target);
	return status;
}

void target_close(struct target *target)
{
	/* Signals are guarded until the drivers have their interfaces back. */
	cusb_dispose_resources(target->dev);
	signal_guard_end(&target->guard);
	cusb_device_free(target->dev);
	bus_close(&target->bus);
}

enum status target_run(const struct command *command, const struct options *opts,
		       struct output *out)
{
	struct target target;
	struct device_arg arg;
	enum status status = device_arg_of(command, opts, &arg);

	if (status == STATUS_OK)
		status = command->check(opts);
	if (status == STATUS_OK)
		status = target_open(&target, opts, &arg);
	if (status != STATUS_OK)
		return status;
	status = command->act(&target, opts, out);
	target_close(&target);
	return status;
}

enum status target_clear_halt(struct target *target, int bEndpointAddress)
{
	const struct attempt attempt = {.step = STEP_CLEAR_HALT, .number = bEndpointAddress};

	if (!option_given(target->opts, OPTION_CLEAR_HALT))
		return STATUS_OK;
	return target_result(target, &attempt,
			     cusb_clear_halt(target->dev, (unsigned int)bEndpointAddress));
}
