/* SPDX-License-Identifier: MIT */
#include "ignored.h"

#define DIRECTION_SLOT 0x10
#define SLOTS	       32

/*
 * The endpoints accepted so far: the newest one of each address. All owners of a slot are of one
 * interface, and the endpoints of a setting are in a row.
 */
struct accepted {
	const struct cusb_endpoint *owners[SLOTS];
	const struct cusb_interface *setting; /* of the newest endpoint */
	unsigned int count;		      /* in this setting */
};

static bool is_control(const struct cusb_endpoint *ep)
{
	return (ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_CTRL;
}

static size_t slot_of(const struct cusb_endpoint *ep)
{
	return (ep->bEndpointAddress & CUSB_ENDPOINT_ADDRESS_MASK) |
	       (ep->bEndpointAddress & CUSB_ENDPOINT_DIR_MASK ? DIRECTION_SLOT : 0);
}

static bool has_valid_address(const struct cusb_endpoint *ep)
{
	unsigned int number = ep->bEndpointAddress & ~(unsigned int)CUSB_ENDPOINT_DIR_MASK;

	return number > 0 && number <= CUSB_ENDPOINT_ADDRESS_MASK;
}

/* All settings of an interface are in a row, in the order of the bytes. */
static bool setting_is_duplicate(const struct cusb_interface *intf)
{
	const struct cusb_interface *first = intf - intf->alternate_index;

	for (const struct cusb_interface *earlier = first; earlier < intf; earlier++)
		if (earlier->bAlternateSetting == intf->bAlternateSetting)
			return true;
	return false;
}

static bool excludes(const struct cusb_endpoint *owner, const struct cusb_endpoint *ep)
{
	return owner && (owner->interface == ep->interface ||
			 owner->interface->bInterfaceNumber != ep->interface->bInterfaceNumber);
}

static bool take_endpoint(struct accepted *accepted, const struct cusb_endpoint *ep)
{
	size_t slot = slot_of(ep), back = slot ^ DIRECTION_SLOT;

	if (ep->interface != accepted->setting)
		accepted->count = 0;
	accepted->setting = ep->interface;
	if (!has_valid_address(ep) || accepted->count >= ep->interface->bNumEndpoints ||
	    setting_is_duplicate(ep->interface) || excludes(accepted->owners[slot], ep) ||
	    (is_control(ep) && excludes(accepted->owners[back], ep)))
		return false;
	accepted->count++;
	accepted->owners[slot] = ep;
	if (is_control(ep))
		accepted->owners[back] = ep;
	return true;
}

/* The first endpoint of the configuration; its endpoints are in the order of the bytes. */
static const struct cusb_endpoint *first_endpoint(const struct cusb_configuration *cfg)
{
	const struct cusb_endpoint *first = cfg->altsettings[0].endpoints;

	for (size_t i = 1; i < cfg->altsetting_count; i++)
		if (cfg->altsettings[i].endpoints < first)
			first = cfg->altsettings[i].endpoints;
	return first;
}

bool endpoint_is_ignored(const struct cusb_endpoint *ep)
{
	struct accepted accepted = {.count = 0};
	const struct cusb_endpoint *earlier = first_endpoint(ep->interface->configuration);

	while (earlier < ep)
		take_endpoint(&accepted, earlier++);
	return !take_endpoint(&accepted, ep);
}
