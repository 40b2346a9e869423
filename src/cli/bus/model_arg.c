/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "model_arg.h"

int model_arg_check(const char *text, struct error_message *why)
{
	if (cusb_virtual_find_model(text) || strchr(text, '/') || access(text, F_OK) == 0)
		return 0;
	message_add(why, "no virtual device and no file is named '%s'; there are", text);
	for (size_t i = 0; cusb_virtual_models()[i]; i++)
		message_add(why, " %s", cusb_virtual_models()[i]->name);
	return -EINVAL;
}

int model_arg_open(const char *text, struct model_arg *arg)
{
	char reason[256];
	int err;

	arg->loaded = NULL;
	arg->model = cusb_virtual_find_model(text);
	if (arg->model)
		return 0;
	err = cusb_virtual_load(text, reason, sizeof reason, &arg->loaded);
	if (err == -EINVAL && reason[0])
		fail("%s: %s", text, reason);
	else if (err == -EFBIG)
		fail("%s: the text of a device has at most 1 MiB", text);
	else if (err)
		fail("cannot read %s: %s", text, strerror(-err));
	arg->model = arg->loaded;
	return err;
}

void model_arg_close(struct model_arg *arg)
{
	cusb_virtual_model_free(arg->loaded);
}
