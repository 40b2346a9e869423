/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

#include <cusb/util.h>

#include "core/error.h"
#include "core/log.h"
#include "descriptor/match.h"
#include "match_by_name.h"

/* The differences between searching configurations, interfaces and endpoints. */
struct level {
	const char *name; /* for the log */
	const struct field *fields;
	enum cusb_field custom[2]; /* its custom match, then CUSB_FIELD_END */
	const void *(*next)(const void *parent, const void *previous);
	int (*ask)(const struct cusb_match *custom, const void *object, void *user);
	void (*store)(void *list, size_t at, const void *object);
};

static const void *next_configuration(const void *dev, const void *cfg)
{
	return cusb_configuration_next(dev, cfg);
}

static int ask_configuration(const struct cusb_match *custom, const void *cfg, void *user)
{
	return custom->is.custom_configuration ? custom->is.custom_configuration(cfg, user) : 1;
}

static void store_configuration(void *list, size_t at, const void *cfg)
{
	((const struct cusb_configuration **)list)[at] = cfg;
}

static const void *next_interface(const void *cfg, const void *intf)
{
	return cusb_interface_next(cfg, intf);
}

static int ask_interface(const struct cusb_match *custom, const void *intf, void *user)
{
	return custom->is.custom_interface ? custom->is.custom_interface(intf, user) : 1;
}

static void store_interface(void *list, size_t at, const void *intf)
{
	((const struct cusb_interface **)list)[at] = intf;
}

static const void *next_endpoint(const void *intf, const void *ep)
{
	return cusb_endpoint_next(intf, ep);
}

static int ask_endpoint(const struct cusb_match *custom, const void *ep, void *user)
{
	return custom->is.custom_endpoint ? custom->is.custom_endpoint(ep, user) : 1;
}

static void store_endpoint(void *list, size_t at, const void *ep)
{
	((const struct cusb_endpoint **)list)[at] = ep;
}

static const struct level configurations = {
	"configurations",   configuration_fields, {CUSB_FIELD_custom_configuration, CUSB_FIELD_END},
	next_configuration, ask_configuration,	  store_configuration,
};

static const struct level interfaces = {
	"interfaces",	interface_fields, {CUSB_FIELD_custom_interface, CUSB_FIELD_END},
	next_interface, ask_interface,	  store_interface,
};

static const struct level endpoints = {
	"endpoints",   endpoint_fields, {CUSB_FIELD_custom_endpoint, CUSB_FIELD_END},
	next_endpoint, ask_endpoint,	store_endpoint,
};

static bool allows(const struct level *level, enum cusb_field id)
{
	return match_allows(level->fields, level->custom, id);
}

static int check(const struct level *level, const void *parent, const struct cusb_match *match)
{
	if (!parent)
		return refuse(-EINVAL, "cannot search NULL for %s", level->name);
	for (; match && match->field != CUSB_FIELD_END; match++)
		if (!allows(level, match->field))
			return refuse(-EINVAL, "%s have no field %s", level->name,
				      match_field_name(match->field));
	return 0;
}

/* Above 0: everything matches; 0: no match; below 0: an error of the custom match. */
static int holds(const struct level *level, const void *object, const struct cusb_match *match)
{
	void *user = match_user(match);

	if (!match_fields(level->fields, object, match))
		return 0;
	for (; match && match->field != CUSB_FIELD_END; match++) {
		if (match->field == level->custom[0]) {
			int verdict = level->ask(match, object, user);

			if (verdict <= 0)
				return verdict;
		}
	}
	return 1;
}

static int find_first(const struct level *level, const void *parent, const struct cusb_match *match,
		      const void **found)
{
	int err = check(level, parent, match);

	if (err < 0)
		return err;
	for (const void *o = level->next(parent, NULL); o; o = level->next(parent, o)) {
		err = holds(level, o, match);
		if (err < 0)
			return err;
		if (err > 0) {
			*found = o;
			return 0;
		}
	}
	return because(-ENOENT, "no descriptor matches");
}

static ssize_t find_all(const struct level *level, const void *parent,
			const struct cusb_match *match, void **list)
{
	size_t room = 0, count = 0;
	int err = check(level, parent, match);
	void *all;

	if (err < 0)
		return err;
	error_forget();
	for (const void *o = level->next(parent, NULL); o; o = level->next(parent, o))
		room++;
	all = malloc((room + 1) * sizeof(void *));
	if (!all)
		return -ENOMEM;
	for (const void *o = level->next(parent, NULL); o; o = level->next(parent, o)) {
		err = holds(level, o, match);
		if (err < 0) {
			free(all);
			return err;
		}
		if (err > 0)
			level->store(all, count++, o);
	}
	level->store(all, count, NULL);
	*list = all;
	return (ssize_t)count;
}

int cusb_find_configuration(const struct cusb_device *dev, const struct cusb_match *match,
			    const struct cusb_configuration **found)
{
	const void *object;
	int err = find_first(&configurations, dev, match, &object);

	if (err == 0)
		*found = object;
	return err;
}

int cusb_find_interface(const struct cusb_configuration *cfg, const struct cusb_match *match,
			const struct cusb_interface **found)
{
	const void *object;
	int err = find_first(&interfaces, cfg, match, &object);

	if (err == 0)
		*found = object;
	return err;
}

int cusb_find_endpoint(const struct cusb_interface *intf, const struct cusb_match *match,
		       const struct cusb_endpoint **found)
{
	const void *object;
	int err = find_first(&endpoints, intf, match, &object);

	if (err == 0)
		*found = object;
	return err;
}

/* Each pair is for interfaces or for endpoints; `user` is for both. */
static int check_pairs(const struct cusb_match *match)
{
	for (; match && match->field != CUSB_FIELD_END; match++)
		if (match->field != CUSB_FIELD_user &&
		    allows(&interfaces, match->field) == allows(&endpoints, match->field))
			return refuse(
				-EINVAL,
				"either interfaces or endpoints must have field %s, not both or none",
				match_field_name(match->field));
	return 0;
}

static int find_among_endpoints(const struct cusb_interface *intf, const struct cusb_match *match,
				const struct cusb_endpoint **found)
{
	const struct cusb_endpoint *ep;
	int err;

	cusb_for_each_endpoint (intf, ep) {
		err = holds(&endpoints, ep, match);
		if (err > 0)
			*found = ep;
		if (err != 0)
			return err;
	}
	return 0;
}

int cusb_find_endpoint_in(const struct cusb_configuration *cfg, const struct cusb_match *match,
			  const struct cusb_endpoint **found)
{
	const struct cusb_interface *intf;
	int err = cfg ? check_pairs(match) : refuse(-EINVAL, "cannot search NULL for endpoints");

	if (err < 0)
		return err;
	cusb_for_each_interface (cfg, intf) {
		err = holds(&interfaces, intf, match);
		if (err > 0)
			err = find_among_endpoints(intf, match, found);
		if (err != 0)
			return err < 0 ? err : 0;
	}
	return because(-ENOENT, "no descriptor matches");
}

ssize_t cusb_find_all_configurations(const struct cusb_device *dev, const struct cusb_match *match,
				     const struct cusb_configuration ***list)
{
	void *all;
	ssize_t count = find_all(&configurations, dev, match, &all);

	if (count >= 0)
		*list = all;
	return count;
}

ssize_t cusb_find_all_interfaces(const struct cusb_configuration *cfg,
				 const struct cusb_match *match,
				 const struct cusb_interface ***list)
{
	void *all;
	ssize_t count = find_all(&interfaces, cfg, match, &all);

	if (count >= 0)
		*list = all;
	return count;
}

ssize_t cusb_find_all_endpoints(const struct cusb_interface *intf, const struct cusb_match *match,
				const struct cusb_endpoint ***list)
{
	void *all;
	ssize_t count = find_all(&endpoints, intf, match, &all);

	if (count >= 0)
		*list = all;
	return count;
}
