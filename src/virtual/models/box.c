/* SPDX-License-Identifier: MIT */
/*
 * The models in the box, and what the functions of any model may ask of their device.
 */
#include <string.h>

#include "virtual/device/hcd.h"
#include "virtual/models/models.h"

const struct cusb_virtual_model *const cusb_virtual_models[] = {
	&model_loopback, &model_stall,	   &model_nak,	   &model_partial, &model_babble,
	&model_dropout,	 &model_malformed, &model_low,	   &model_full,	   &model_super,
	&model_iso,	 &model_iso_super, &model_streams, &model_hub,	   NULL,
};

const struct cusb_virtual_model *cusb_virtual_model(const char *name)
{
	for (const struct cusb_virtual_model *const *model = cusb_virtual_models; *model; model++)
		if (name && strcmp((*model)->name, name) == 0)
			return *model;
	return NULL;
}

void *cusb_virtual_state(const struct cusb_virtual_device *dev)
{
	return dev->state;
}

void *cusb_virtual_user(const struct cusb_virtual_device *dev)
{
	return dev->model->user;
}

int cusb_virtual_configuration_value(const struct cusb_virtual_device *dev)
{
	return dev->configuration;
}

int cusb_virtual_altsetting(const struct cusb_virtual_device *dev, unsigned int bInterfaceNumber)
{
	return bInterfaceNumber < sizeof dev->altsettings ? dev->altsettings[bInterfaceNumber] : 0;
}

unsigned int cusb_virtual_stream(const struct cusb_virtual_device *dev)
{
	return dev->stream;
}
