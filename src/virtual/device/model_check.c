/* SPDX-License-Identifier: MIT */
/* Whether a model can be a device at all. */
#include <errno.h>

#include <cusb/descriptor.h>

#include "core/reserved.h"
#include "virtual/device/fault.h"
#include "virtual/device/utf16.h"

#define STRINGS_MAX 255

static bool has_speed(const struct cusb_virtual_model *model)
{
	return (unsigned int)model->speed > CUSB_SPEED_UNKNOWN &&
	       (unsigned int)model->speed <= CUSB_SPEED_SUPER_PLUS_X2;
}

/* Whether each text fits in a descriptor, and the number of strings in an index. */
static bool strings_fit(const char *const *strings)
{
	size_t count = 0;

	while (strings && strings[count])
		if (count == STRINGS_MAX || !string_fits(strings[count++]))
			return false;
	return true;
}

int virtual_check_model(const struct cusb_virtual_model *model)
{
	if (!model || !model->descriptors || model->descriptors_length < CUSB_DEVICE_DESC_SIZE)
		return -EINVAL;
	if (!RESERVED_IS_ZERO(model) || !has_speed(model) || (model->bos_length && !model->bos) ||
	    !strings_fit(model->strings))
		return -EINVAL;
	return fault_check_model(model);
}
