/* SPDX-License-Identifier: MIT */
/* Whether a model can be a device at all. */
#include <errno.h>

#include <cusb/descriptor.h>
#include <cusb/log.h>

#include "core/reserved.h"
#include "virtual/device/fault.h"
#include "virtual/device/utf16.h"

#define STRINGS_MAX 255

static bool has_speed(const struct cusb_virtual_model *model)
{
	return (unsigned int)model->speed > CUSB_SPEED_UNKNOWN &&
	       (unsigned int)model->speed <= CUSB_SPEED_SUPER_PLUS_X2;
}

/* What is wrong with the strings; NULL: nothing. */
static const char *string_problem(const char *const *strings)
{
	size_t count = 0;

	for (; strings && strings[count]; count++) {
		if (count == STRINGS_MAX)
			return "more than 255 strings";
		if (!string_fits(strings[count]))
			return "a string has more than 126 UTF-16 units";
	}
	return NULL;
}

static const char *problem(const struct cusb_virtual_model *model)
{
	if (!model->descriptors || model->descriptors_length < CUSB_DEVICE_DESC_SIZE)
		return "no device descriptor";
	if (!RESERVED_IS_ZERO(model))
		return "the reserved members are not 0";
	if (!has_speed(model))
		return "the speed is not valid";
	if (model->bos_length && !model->bos)
		return "the BOS is NULL";
	if (model->fault_count && !model->faults)
		return "the faults are NULL";
	return string_problem(model->strings);
}

int virtual_check_model(const struct cusb_virtual_model *model)
{
	const char *wrong = model ? problem(model) : "NULL";
	size_t faults = wrong ? 0 : model->fault_count;

	for (size_t i = 0; i < faults && !wrong; i++)
		wrong = fault_problem(model, &model->faults[i]);
	return wrong ? cusb_refuse(-EINVAL, "model: %s", wrong) : 0;
}
