/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <cusb/virtual.h>

/* The included models, in the order of their list. */
#define BOX(MODEL)                                                                                 \
	MODEL(loopback)                                                                            \
	MODEL(stall)                                                                               \
	MODEL(nak)                                                                                 \
	MODEL(partial)                                                                             \
	MODEL(babble)                                                                              \
	MODEL(dropout)                                                                             \
	MODEL(malformed)                                                                           \
	MODEL(low)                                                                                 \
	MODEL(full)                                                                                \
	MODEL(super)                                                                               \
	MODEL(iso)                                                                                 \
	MODEL(iso_super)                                                                           \
	MODEL(streams)                                                                             \
	MODEL(hub)

#define DECLARE(name) extern const struct cusb_virtual_model model_##name;
#define ADDRESS(name) &model_##name,

BOX(DECLARE)

static const struct cusb_virtual_model *const models[] = {BOX(ADDRESS) NULL};

const struct cusb_virtual_model *const *cusb_virtual_models(void)
{
	return models;
}

const struct cusb_virtual_model *cusb_virtual_find_model(const char *name)
{
	for (const struct cusb_virtual_model *const *model = models; *model; model++)
		if (name && strcmp((*model)->name, name) == 0)
			return *model;
	return NULL;
}
