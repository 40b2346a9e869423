/* SPDX-License-Identifier: MIT */
/* The command line, parsed. */
#ifndef CUSB_CLI_OPTIONS_H
#define CUSB_CLI_OPTIONS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/output/message.h"
#include "cli/output/output.h"

/*
 * All options. The type of an option decides what its row has:
 *
 *	FLAG(enumerator, name, letter, help)
 *	NUMBER(enumerator, name, letter, value in --help, most, help)	from 0 to `most`
 *	TEXT(enumerator, name, letter, value in --help, help)		may be given several times
 *
 * The letter 0 is none. Options of different commands may share a letter. The completion goes by the value's name: it knows FILE, and NAME|FILE for a
 * virtual device.
 */
#define OPTIONS(FLAG, NUMBER, TEXT)                                                                \
	FLAG(HELP, "help", 'h', "print this and exit")                                             \
	FLAG(VERSION, "version", 'V', "print the version and exit")                                \
	TEXT(VIRTUAL, "virtual", 0, "NAME|FILE", "use a virtual device, not this machine's bus")   \
	TEXT(HOST, "host", 0, "HOST[:PORT]", "use the devices of another machine, by USB/IP")      \
	FLAG(HEX, "hex", 'x', "data in and out is hexadecimal: \"0a 1b\"")                         \
	NUMBER(TIMEOUT, "timeout", 't', "MS", INT_MAX,                                             \
	       "in ms, 0 for ever; default 1000; wait and monitor: 0")                               \
	NUMBER(CONFIGURATION, "configuration", 'c', "N", 255,                                      \
	       "first set this bConfigurationValue")                                               \
	NUMBER(INTERFACE, "interface", 'i', "N", 255, "first claim this bInterfaceNumber")         \
	NUMBER(ALTSETTING, "altsetting", 'a', "N", 255, "first select its bAlternateSetting N")    \
	FLAG(CLEAR_HALT, "clear-halt", 0, "first clear the endpoint's halt")                       \
	FLAG(DETACH, "detach", 'd', "take interfaces from kernel drivers until the end")           \
	FLAG(JSON, "json", 'j', "print JSON, for programs to read")                                \
	FLAG(EXISTING, "existing", 'e', "begin with the existing devices")                         \
	NUMBER(COUNT, "count", 'n', "N", INT_MAX, "end after N events or packets")                            \
	FLAG(ALL, "all", 'a', "also show the root hubs that have nothing plugged in")              \
	FLAG(OFF, "off", 0, "forbid, in place of allowing")                                        \
	NUMBER(DELAY, "delay", 0, "MS", INT_MAX, "the time without power; default 2000")           \
	TEXT(EXEC, "exec", 0, "COMMAND", "run a command for each event")                           \
	NUMBER(PARALLEL, "parallel", 0, "N", 1024, "run up to N commands at a time; default 1")    \
	FLAG(FOLLOW, "follow", 'f', "read for ever, each packet in a line")                        \
	FLAG(PACKETS, "packets", 'p', "print each packet in a line")                               \
	TEXT(WRITE, "write", 'w', "FILE", "write a pcapng file; - is standard output")             \
	TEXT(READ, "read", 'r', "FILE", "read a pcapng or pcap file; - is standard input")         \
	TEXT(OUTPUT, "output", 'o', "FILE", "write to this file, not to standard output")          \
	FLAG(DOT, "dot", 0, "print a graph for Graphviz")                                          \
	TEXT(LISTEN, "listen", 0, "ADDR[:PORT]", "wait for clients here; default 127.0.0.1:3240")    \
	TEXT(ALLOW, "allow", 0, "SUBNET", "only clients of this subnet: 10.0.0.0/8")               \
	NUMBER(CLIENTS, "clients", 0, "N", 10000, "at most N connections at a time; default 32")   \
	FLAG(ONCE, "once", 0, "end when the first client has left")                                \
	FLAG(LIST, "list", 0, "print the attached devices")                                        \
	FLAG(RAW, "raw", 0, "print a device as a text, or packets as bytes")                       \
	FLAG(VERBOSE, "verbose", 'v', "print all fields of all descriptors")

#define OPTION_ENUMERATOR(id, ...) OPTION_##id,
enum option { OPTIONS(OPTION_ENUMERATOR, OPTION_ENUMERATOR, OPTION_ENUMERATOR) OPTIONS_END };

#define OPTION_BIT(option) (UINT64_C(1) << (option))
/* The options of every command; the further options of commands that talk to a device. */
#define OPTIONS_COMMON                                                                             \
	(OPTION_BIT(OPTION_HELP) | OPTION_BIT(OPTION_VERSION) | OPTION_BIT(OPTION_VIRTUAL) |       \
	 OPTION_BIT(OPTION_HOST))
#define OPTIONS_TRANSFER                                                                           \
	(OPTION_BIT(OPTION_HEX) | OPTION_BIT(OPTION_TIMEOUT) | OPTION_BIT(OPTION_CONFIGURATION) |  \
	 OPTION_BIT(OPTION_INTERFACE) | OPTION_BIT(OPTION_ALTSETTING) | OPTION_BIT(OPTION_DETACH))

#define OPTION_TEXTS_MAX 16

struct options {
	uint64_t given; /* OPTION_BIT()s */
	int numbers[OPTIONS_END];
	struct given_text {
		enum option option;
		const char *text;
	} texts[OPTION_TEXTS_MAX];
	size_t text_count;
	char **arguments; /* [0] is the command; ends with NULL */
	int argument_count;
	int dashes; /* number of arguments before `--`; all, without one */
};

/* The OPTION_BIT()s of the command of that name. */
typedef uint64_t (*options_of_fn)(const char *command);

/*
 * Sorts argv: the arguments move to its front, in order. Options may stand anywhere before
 * `--`. A letter means the option that the command before it takes, `options_of` that command.
 * Returns 0; -EINVAL: the reason is in *why.
 */
int options_parse(int argc, char **argv, options_of_fn options_of, struct options *opts,
		  struct error_message *why);

bool option_given(const struct options *opts, enum option option);
/* The last number of the option; `otherwise` when it is not given. */
int option_number(const struct options *opts, enum option option, int otherwise);
/* The texts of the option, by position; NULL past the end. */
const char *option_text(const struct options *opts, enum option option, size_t index);

/* The name of the first given option that is not in `allowed`; NULL if there is none. */
const char *options_foreign(const struct options *opts, uint64_t allowed);

/* One line for each of the options in `mask`. */
void options_print(uint64_t mask, struct output *out);

#endif
