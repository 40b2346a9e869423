/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/monitor/script_watch.h"
#include "unit.h"

struct script_watch sw;
struct cusb_monitor *sw_monitor;
static char calls[4096];

static void called(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void called(const char *format, ...)
{
	size_t length = strlen(calls);
	va_list args;

	va_start(args, format);
	length += (size_t)snprintf(calls + length, sizeof calls - length, length ? ", " : "%s", "");
	vsnprintf(calls + length, sizeof calls - length, format, args);
	va_end(args);
}

static struct sw_device *find(const char *name)
{
	for (size_t i = 0; i < sw.device_count; i++)
		if (strcmp(sw.devices[i].name, name) == 0)
			return &sw.devices[i];
	return NULL;
}

static int visit_one(const struct sw_device *dev, cusb_visit_fn visit, void *user)
{
	/* A configuration of value 0 follows the device descriptor. */
	const uint8_t bytes[] = {18, 1, 0x00, 0x02, 0, 0, 0, 64, 0xfe, 0xff, 0, 0,    0x00, 0x01,
				 0,  0, 0,    0,    9, 2, 9, 0,	 0,    0,    0, 0x80, 50};
	size_t length = dev->has_configuration_0 ? sizeof bytes : 18;
	uint8_t copy[sizeof bytes];
	bool provisional = strchr(dev->name, '/');
	struct cusb_candidate candidate = {.name = dev->name,
					   .bus = 1,
					   .id = dev->id,
					   .address = dev->node ? (uint8_t)dev->address : 0,
					   .provisional_name = provisional,
					   .port_count = !provisional,
					   .port_numbers = {!provisional},
					   .descriptors = copy,
					   .descriptors_length = dev->malformed ? 9 : length};

	memcpy(copy, bytes, sizeof bytes);
	copy[10] = dev->idProduct;
	copy[17] = dev->has_configuration_0;
	return visit(&candidate, user);
}

static int sw_enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
			void *user)
{
	int err = sw.list_err;

	(void)backend;
	sw.list_err = 0;
	called("look%s%s", name ? " " : "", name ? name : "");
	for (size_t i = 0; err == 0 && i < sw.device_count; i++)
		if (!name || strcmp(sw.devices[i].name, name) == 0)
			err = visit_one(&sw.devices[i], visit, user);
	return err;
}

static int sw_address(struct cusb_backend *backend, const struct cusb_candidate *candidate)
{
	(void)backend;
	return find(candidate->name)->address;
}

static int sw_configuration(struct cusb_backend *backend, const struct cusb_device *dev)
{
	const struct sw_device *plugged = find(dev->name);

	(void)backend;
	called("configuration %s", dev->name);
	return plugged ? plugged->configuration : -ENODEV;
}

static int sw_open(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
		   struct cusb_handle **handle)
{
	struct sw_device *plugged = find(dev->name);

	(void)backend;
	called("open %s", dev->name);
	if (!plugged || fd != -1)
		return -ENODEV;
	if (plugged->open_failures > 0) {
		plugged->open_failures--;
		return plugged->open_err;
	}
	sw.open_handles++;
	*handle = (struct cusb_handle *)&sw;
	return 0;
}

static void sw_close(struct cusb_handle *handle)
{
	(void)handle;
	called("close");
	sw.open_handles--;
}

static int sw_begin_watch(struct cusb_backend *backend, struct cusb_watch **watch)
{
	(void)backend;
	called("watch");
	if (sw.watch_err)
		return sw.watch_err;
	sw.watches++;
	*watch = (struct cusb_watch *)&sw;
	return 0;
}

static void sw_unwatch(struct cusb_watch *watch)
{
	(void)watch;
	sw.watches--;
}

static int sw_watch_fd(struct cusb_watch *watch)
{
	(void)watch;
	return 77;
}

static void add_change(int kind, const char *name)
{
	struct cusb_change *change = &sw.changes[sw.change_count++];

	memset(change, 0, sizeof *change);
	change->kind = kind;
	sscanf(name, "%15[^@]@%hhu", change->name, &change->address);
}

static int sw_watch_next(struct cusb_watch *watch, struct cusb_change *change)
{
	static bool said;

	(void)watch;
	if (sw.change_count == 0 && sw.restless) {
		said = !said;
		if (said)
			add_change(CUSB_CHANGE_CHANGED, sw.restless);
	}
	if (sw.change_count == 0)
		return sw.next_err ? sw.next_err : -EAGAIN;
	*change = sw.changes[0];
	memmove(sw.changes, sw.changes + 1, --sw.change_count * sizeof sw.changes[0]);
	return 0;
}

static int sw_watch_wait(struct cusb_backend *backend, struct cusb_watch *watch, int timeout_ms)
{
	const struct timespec nap = {0, timeout_ms > 0 && timeout_ms < 10 ? 1000000 : 5000000};
	void (*on_wait)(void) = sw.on_wait;

	(void)backend;
	called("wait%s", watch ? "" : " without");
	sw.waited_ms = timeout_ms;
	sw.on_wait = NULL;
	if (on_wait)
		on_wait();
	else
		nanosleep(&nap, NULL);
	if (sw.wait_err)
		return sw.wait_err;
	return on_wait ? 0 : -ETIMEDOUT;
}

static const struct cusb_watch_operations watch = {
	.begin = sw_begin_watch,
	.end = sw_unwatch,
	.fd = sw_watch_fd,
	.next = sw_watch_next,
	.wait = sw_watch_wait,
};

static const struct cusb_backend operations = {
	.version = CUSB_BACKEND_VERSION,
	.name = "script",
	.enumerate = sw_enumerate,
	.address = sw_address,
	.configuration = sw_configuration,
	.open = sw_open,
	.close = sw_close,
	.watch = &watch,
};

void sw_begin(void)
{
	memset(&sw, 0, sizeof sw);
	sw.backend = operations;
	sw_monitor = NULL;
	sw_forget();
}

void sw_end(void)
{
	cusb_monitor_free(sw_monitor);
	ck_assert_int_eq(sw.open_handles, 0);
	ck_assert_int_eq(sw.watches, 0);
}

void sw_watch_for(const struct cusb_match *match, const struct cusb_monitor_options *options)
{
	ck_assert_int_eq(cusb_monitor_new(match, options, &sw_monitor), 0);
	sw_forget();
}

void sw_watch(const struct cusb_monitor_options *options)
{
	sw_watch_for(CUSB_MATCH(backend, &sw.backend), options);
}

struct sw_device *sw_plug(const char *name, int address, uint64_t id)
{
	struct sw_device *dev = &sw.devices[sw.device_count];

	if (find(name))
		dev = find(name);
	else
		sw.device_count++;
	*dev = (struct sw_device){.name = name, .address = address, .id = id, .configuration = 1};
	return dev;
}

void sw_unplug(const char *name)
{
	struct sw_device *dev = find(name);

	*dev = sw.devices[--sw.device_count];
}

/* Takes "WORD NAME" from a list, and a word alone; returns the word's index. */
static int take_word(const char **list, const char *const *words, int count, char name[16])
{
	char word[16] = "";
	int length = 0;

	name[0] = '\0';
	sscanf(*list, "%15[a-z]%n %15[^,]%n", word, &length, name, &length);
	*list += length;
	*list += strspn(*list, ", ");
	for (int i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	ck_abort_msg("\"%s\" is no change and no event", word);
	return -1;
}

void sw_say(const char *changes)
{
	static const char *const words[] = {
		[CUSB_CHANGE_ANY] = "any",	   [CUSB_CHANGE_ADDED] = "added",
		[CUSB_CHANGE_BOUND] = "bound",	   [CUSB_CHANGE_UNBOUND] = "unbound",
		[CUSB_CHANGE_CHANGED] = "changed", [CUSB_CHANGE_REMOVED] = "removed",
	};
	char name[16];

	while (*changes) {
		int kind = take_word(&changes, words, ARRAY_SIZE(words), name);

		add_change(kind, name);
	}
}

const char *sw_calls(void)
{
	return calls;
}

void sw_forget(void)
{
	memset(calls, 0, sizeof calls);
}

int sw_next(struct cusb_event *event)
{
	return cusb_monitor_next(sw_monitor, CUSB_DONT_WAIT, event);
}

struct cusb_device *sw_take(enum cusb_event_type type, const char *name)
{
	struct cusb_event event;

	ck_assert_int_eq(sw_next(&event), 0);
	ck_assert_str_eq(event.dev->name, name);
	ck_assert_int_eq(event.type, type);
	ck_assert_int_eq(event.openable, 0);
	return event.dev;
}

void sw_expect(const char *events)
{
	static const char *const words[] = {"arrived", "bound", "changed", "left", "openable"};
	char name[16];

	while (*events) {
		int type = CUSB_ARRIVED + take_word(&events, words, ARRAY_SIZE(words), name);

		cusb_device_free(sw_take((enum cusb_event_type)type, name));
	}
}

void sw_expect_only(const char *events)
{
	sw_expect(events);
	sw_expect_none();
}

void sw_expect_none(void)
{
	struct cusb_event event;

	ck_assert_int_eq(sw_next(&event), -EAGAIN);
}
