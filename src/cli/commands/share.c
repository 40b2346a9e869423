/* SPDX-License-Identifier: MIT */
/* Lends devices to other machines. */
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cusb/error.h>
#include <cusb/share.h>

#include "cli/bus/device_arg.h"
#include "cli/options/address.h"
#include "cli/output/json.h"
#include "cli/target/signal_guard.h"

#define LOCALHOST "127.0.0.1"
#define BACKLOG	  16

/* Clients that have a device, for the line that tells of their end. */
struct lent {
	struct lent *next;
	const struct cusb_device *dev;
	char peer[PEER_SIZE];
};

struct lender {
	const struct options *opts;
	struct output *out;
	struct cli_bus bus;
	struct cusb_share *share;
	struct subnet allowed[OPTION_TEXTS_MAX];
	size_t allowed_count;
	struct lent *lent;
	int devices;
	bool is_over; /* of --once */
};

static struct cusb_share *volatile woken_by_signal;
static volatile sig_atomic_t ended_by;

/* ---- lines ----------------------------------------------------------------------------------- */

static void tell(struct lender *lender, const char *event, const char *name, const char *what,
		 const char *address)
{
	struct json json;

	if (option_given(lender->opts, OPTION_JSON)) {
		json_begin(&json, lender->out, false);
		json_object_begin(&json, NULL);
		json_string(&json, "event", event);
		if (name)
			json_string(&json, "name", name);
		if (what)
			json_string(&json, what, address);
		json_object_end(&json);
		json_end(&json);
	} else {
		output_format(lender->out, "%-9s", event);
		if (name)
			output_format(lender->out, " %s", name);
		if (what)
			output_format(lender->out, " %s", address);
		output_text(lender->out, "\n");
	}
	output_flush(lender->out);
}

static void get_peer(int fd, struct sockaddr_storage *address)
{
	socklen_t size = sizeof *address;

	if (getpeername(fd, (struct sockaddr *)address, &size) < 0)
		address->ss_family = AF_UNSPEC;
}

static void attached(struct lender *lender, const struct cusb_share_event *event)
{
	struct lent *lent = calloc(1, sizeof *lent);
	struct sockaddr_storage address;

	get_peer(event->fd, &address);
	if (!lent)
		return;
	peer_text((struct sockaddr *)&address, lent->peer);
	lent->dev = event->dev;
	lent->next = lender->lent;
	lender->lent = lent;
	tell(lender, "attached", event->dev->name, "client", lent->peer);
}

static void detached(struct lender *lender, const struct cusb_share_event *event)
{
	struct lent **at = &lender->lent, *lent;

	while (*at && (*at)->dev != event->dev)
		at = &(*at)->next;
	lent = *at;
	tell(lender, "detached", event->dev->name, "client", lent ? lent->peer : "");
	if (lent) {
		*at = lent->next;
		free(lent);
	}
	lender->is_over |= option_given(lender->opts, OPTION_ONCE);
}

static void take_event(const struct cusb_share_event *event, void *user)
{
	struct lender *lender = user;

	if (event->change == CUSB_SHARE_ATTACHED) {
		attached(lender, event);
	} else if (event->change == CUSB_SHARE_DETACHED) {
		detached(lender, event);
	} else {
		tell(lender, "unplugged", event->dev->name, NULL, NULL);
		lender->devices--;
	}
}

/* ---- who may come ---------------------------------------------------------------------------- */

static bool admit(int fd, void *user)
{
	const struct lender *lender = user;
	struct sockaddr_storage address;

	get_peer(fd, &address);
	for (size_t i = 0; i < lender->allowed_count; i++)
		if (subnet_has(&lender->allowed[i], (struct sockaddr *)&address))
			return true;
	return lender->allowed_count == 0;
}

static enum status read_allowed(struct lender *lender)
{
	const char *text;

	while ((text = option_text(lender->opts, OPTION_ALLOW, lender->allowed_count))) {
		if (subnet_parse(text, &lender->allowed[lender->allowed_count]) < 0)
			return usage_error(&share_command, "--allow: '%s' is no address or subnet",
					   text);
		lender->allowed_count++;
	}
	return STATUS_OK;
}

/* ---- listening ------------------------------------------------------------------------------- */

static int open_listener(const struct addrinfo *place)
{
	const int yes = 1;
	int fd = socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int err = 0;

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (place->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
	if (bind(fd, place->ai_addr, place->ai_addrlen) < 0 || listen(fd, BACKLOG) < 0)
		err = -errno;
	if (err)
		close(fd);
	return err ? err : fd;
}

static void tell_listening(struct lender *lender, int fd)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof address;
	char text[PEER_SIZE];

	if (getsockname(fd, (struct sockaddr *)&address, &size) < 0)
		return;
	peer_text((struct sockaddr *)&address, text);
	tell(lender, "listening", NULL, "address", text);
	if (!is_loopback((struct sockaddr *)&address))
		fail("warning: %s is open to other machines, and USB/IP has no passwords and no "
		     "encryption",
		     text);
}

static enum status listen_at(struct lender *lender, const struct host_port *at)
{
	const struct addrinfo hints = {.ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM};
	struct addrinfo *place;
	int fd, err = getaddrinfo(at->host, at->port, &hints, &place);

	if (err)
		return fail("cannot listen at %s, port %s: %s", at->host, at->port,
			    gai_strerror(err));
	fd = open_listener(place);
	freeaddrinfo(place);
	if (fd < 0)
		return fail("cannot listen at %s, port %s: %s", at->host, at->port, strerror(-fd));
	tell_listening(lender, fd);
	err = cusb_share_add_listener(lender->share, fd);
	return err < 0 ? fail("cannot listen: %s", cusb_error_text(err)) : STATUS_OK;
}

static enum status listen_at_all(struct lender *lender)
{
	enum status status = STATUS_OK;
	struct host_port at;
	const char *text;
	size_t i = 0;

	for (; status == STATUS_OK && (text = option_text(lender->opts, OPTION_LISTEN, i)); i++) {
		if (host_port_parse(text, &at) < 0)
			return usage_error(&share_command, "--listen: '%s' is no address", text);
		status = listen_at(lender, &at);
	}
	if (i == 0 && host_port_parse(LOCALHOST, &at) == 0)
		status = listen_at(lender, &at);
	return status;
}

/* ---- devices --------------------------------------------------------------------------------- */

static enum status lend(struct lender *lender, const char *text)
{
	struct cusb_device *dev;
	struct device_arg arg;
	int err;

	if (device_arg_parse(text, &arg) < 0)
		return usage_error(&share_command, "'%s' names no device", text);
	if (device_arg_find_one(&arg, &lender->bus, text, &dev) < 0)
		return STATUS_FAILURE;
	err = dev->bDeviceClass == CUSB_CLASS_HUB ? -EINVAL
						  : cusb_share_add_device(lender->share, dev);
	if (err < 0)
		fail("cannot share %s: %s", dev->name,
		     dev->bDeviceClass == CUSB_CLASS_HUB ? "it is a hub" : cusb_error_text(err));
	else
		lender->devices++;
	cusb_device_free(dev);
	return err < 0 ? STATUS_FAILURE : STATUS_OK;
}

static enum status lend_all(struct lender *lender)
{
	enum status status = STATUS_OK;

	for (int i = 1; i < lender->opts->argument_count && status == STATUS_OK; i++)
		status = lend(lender, lender->opts->arguments[i]);
	return status;
}

/* ---- serving --------------------------------------------------------------------------------- */

static void end_by_signal(int number)
{
	ended_by = number;
	if (woken_by_signal)
		cusb_share_wake(woken_by_signal);
}

static void take_signals(struct cusb_share *share)
{
	const struct sigaction action = {.sa_handler = end_by_signal};
	sigset_t signals;

	woken_by_signal = share;
	sigemptyset(&signals);
	ending_signals_add(&signals);
	for (int number = 1; number < NSIG; number++)
		if (sigismember(&signals, number) == 1)
			sigaction(number, &action, NULL);
}

static enum status serve(struct lender *lender)
{
	while (!ended_by && !lender->is_over && lender->devices > 0 && !lender->out->err) {
		int err = cusb_share_serve(lender->share, CUSB_NO_TIMEOUT);

		if (err < 0 && err != -EINTR)
			return fail("cannot serve: %s", cusb_error_text(err));
	}
	if (lender->devices > 0 || ended_by || lender->is_over)
		return STATUS_OK;
	fail("no shared device is left");
	return STATUS_GONE;
}

static enum status begin(struct lender *lender)
{
	const struct cusb_share_options options = {
		.clients = (unsigned int)option_number(lender->opts, OPTION_CLIENTS, 0),
		.event = take_event,
		.admit = admit,
		.user = lender,
	};
	enum status status;
	int err = cusb_share_new(&options, &lender->share);

	if (err < 0)
		return fail("cannot share: %s", cusb_error_text(err));
	take_signals(lender->share);
	status = lend_all(lender);
	if (status == STATUS_OK)
		status = listen_at_all(lender);
	if (status == STATUS_OK)
		status = serve(lender);
	woken_by_signal = NULL;
	cusb_share_free(lender->share);
	return status;
}

static enum status run(const struct options *opts, struct output *out)
{
	struct lender lender = {.opts = opts, .out = out};
	enum status status = read_allowed(&lender);

	if (status != STATUS_OK)
		return status;
	if (bus_open(opts, &lender.bus) < 0)
		return STATUS_FAILURE;
	status = begin(&lender);
	bus_close(&lender.bus);
	return status;
}

const struct command share_command = {
	.name = "share",
	.arguments = "DEV...",
	.summary = "lend devices to other machines",
	.help = {"USB/IP HAS NO PASSWORDS AND NO ENCRYPTION. Everybody who reaches the port can\n"
		 "use the devices, and everybody on the way reads their data. So 127.0.0.1 is the\n"
		 "default address. The user of another machine opens a tunnel there:\n"
		 "  ssh -L 3240:localhost:3240 THIS_MACHINE\n"
		 "\n"
		 "Lends each DEV by USB/IP to one client at a time: 'usbip attach' of Linux,\n"
		 "usbip-win2, or cusb with --host. Kernel drivers lose the devices meanwhile, and\n"
		 "get them back in the end. Runs until a signal ends it, which is no failure.\n"
		 "\n"
		 "Prints a line for each event: listening ADDRESS, attached DEV CLIENT, detached\n"
		 "DEV CLIENT, unplugged DEV. --json prints an object for each, in a line.\n"
		 "\n",
		 device_arg_help},
	.examples = "  cusb share 1-2.3\n"
		    "  cusb share --listen 10.0.0.1 --allow 10.0.0.0/24 fffe:0001 1-4\n"
		    "  cusb share --virtual loopback --once fffe:0001\n",
	.options = OPTION_BIT(OPTION_LISTEN) | OPTION_BIT(OPTION_ALLOW) |
		   OPTION_BIT(OPTION_CLIENTS) | OPTION_BIT(OPTION_ONCE) | OPTION_BIT(OPTION_JSON),
	.min_arguments = 1,
	.max_arguments = INT_MAX,
	.run = run,
};
