/* SPDX-License-Identifier: MIT */
/* A case for each act of the second program and each operation of the first. */
#define CASES_SHARE 1
#define CASES_NEED  (NEED_NATIVE | NEED_RESET)

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "second_program.h"

struct pair {
	const struct act *act;
	const struct operation *operation;
	char name[96];
	struct test_case test;
};

/* The reasons for which an operation may fail, each with its error. */
bool is_true(const struct act *act, unsigned int needs, ssize_t result)
{
	const bool unconfigured = !act->gone && act->configuration == 0;
	const struct {
		bool holds;
		unsigned int needs;
		int err;
	} reasons[] = {
		{act->gone, DEVICE, -ENODEV},
		{unconfigured, CONFIGURED, -EHOSTUNREACH},
		{unconfigured && needs & CONFIGURED, CLAIM_0 | CLAIM_1, -ENOENT},
		{act->unauthorized, CONFIGURED | CONFIGURES, -EACCES},
		{act->unauthorized, CONFIGURES, -EHOSTUNREACH},
		{act->configuration == 2, INTERFACE_1, -ENOENT},
		{act->configuration == 2, INTERFACE_1, -EINVAL}, /* of its settings */
		{act->altsetting != 1, SETTING_1, -ENOENT},
		{act->taken & 1, CLAIM_0, act->taken_err},
		{act->taken & 2, CLAIM_1, act->taken_err},
		{act->taken && act->taken_err == -EBUSY, UNCLAIMED, -EBUSY},
	};
	bool works = true;

	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		if (!reasons[i].holds || !(needs & reasons[i].needs))
			continue;
		works = false;
		if (result == reasons[i].err)
			return true;
	}
	return works && result >= 0;
}

/* Whatever unbinds usbfs from an interface disables its endpoints first, usb_unbind_interface(). */
int end_of_transfers(const struct act *act)
{
	if (act->gone)
		return -ENODEV;
	if (act->result < 0)
		return 0;
	return act->configuration == 0 ? -EHOSTUNREACH : -ESHUTDOWN;
}

/* So that everything is remembered that can be. */
static struct cusb_device *begin(const struct pair *pair)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_configuration(dev, 1));
	if (pair->act->before == IDLE)
		return dev;
	check_loopback(dev, 0x01, 0x81, 10);
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	check_loopback(dev, 0x03, 0x83, 10);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x21, 0, 0, 1, NULL, 0, GUARD_MS), 0);
	if (pair->operation->begin)
		pair->operation->begin(dev);
	return dev;
}

static void check_true(const struct pair *pair, ssize_t result)
{
	if (is_true(pair->act, pair->operation->needs, result))
		return;
	fprintf(stderr, "%s: %zd is not the truth: %s\n", pair->name, result,
		result < 0 ? cusb_strerror((int)result) : "it cannot work");
	check_failed(__FILE__, __LINE__, "the first program's operation");
}

/* In a configuration set since then, the interfaces are authorized already. */
static void authorize_all(const struct cusb_device *dev)
{
	world_authorize(dev->name, true);
	for (int number = 0; number < 2; number++) {
		char name[64], text[16];

		snprintf(name, sizeof name, "%s:1.%d", dev->name, number);
		if (other_attribute(name, "authorized", text, sizeof text) == 0)
			world_authorize(name, true);
	}
}

static void run(void)
{
	const struct pair *pair = case_row;
	struct cusb_device *dev = begin(pair);
	int fd = other_open(dev);

	CHECK_INT(pair->act->run(dev, fd), pair->act->result);
	check_true(pair, pair->operation->run(dev, pair->act));
	if (!pair->operation->begin)
		check_true(pair, pair->operation->run(dev, pair->act));
	other_close(fd);
	if (pair->act->lasts)
		authorize_all(dev);
	cusb_device_free(dev);
}

/* Transfers in flight hold an interface. */
static bool exists(const struct act *act, const struct operation *operation)
{
	return act->before == HOLDS || !operation->begin;
}

static void add(struct pair *pair, const struct act *act, const struct operation *operation)
{
	pair->act = act;
	pair->operation = operation;
	snprintf(pair->name, sizeof pair->name, "%s__%s", act->name, operation->name);
	pair->test = (struct test_case){.name = pair->name,
					.file = __FILE__,
					.line = (int)(act - second_acts),
					.worlds = WORLD_ANY,
					.needs = CASES_NEED,
					.shares = CASES_SHARE,
					.run = run,
					.row = pair};
	case_register(&pair->test);
}

static struct pair *pairs; /* all; the list of cases points into it */

__attribute__((constructor)) static void register_pairs(void)
{
	struct pair *pair = calloc(second_act_count * first_operation_count, sizeof *pair);

	pairs = pair;
	for (size_t i = 0; pair && i < second_act_count; i++)
		for (size_t j = 0; j < first_operation_count; j++)
			if (exists(&second_acts[i], &first_operations[j]))
				add(pair++, &second_acts[i], &first_operations[j]);
}

__attribute__((destructor)) static void free_pairs(void)
{
	free(pairs);
}
