/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "options.h"

struct option_info {
	const char *name;
	char letter;	   /* 0: only the long form */
	const char *value; /* what stands for it in --help; NULL: takes none */
	unsigned int max;  /* of a number; 0: the value is a name */
	const char *help;
};

static const struct option_info infos[OPTION_COUNT] = {
	[OPTION_HELP] = {"help", 'h', NULL, 0, "print this and exit"},
	[OPTION_VERSION] = {"version", 'V', NULL, 0, "print the version and exit"},
	[OPTION_VIRTUAL] = {"virtual", 0, "NAME|FILE", 0,
			    "use a virtual device, not this machine's bus"},
	[OPTION_HEX] = {"hex", 'x', NULL, 0, "data in and out is hexadecimal: \"0a 1b\""},
	[OPTION_TIMEOUT] = {"timeout", 't', "MS", INT_MAX,
			    "milliseconds, 0 for ever; default 1000, of wait 0"},
	[OPTION_CONFIGURATION] = {"configuration", 'c', "N", 255,
				  "first set this bConfigurationValue"},
	[OPTION_INTERFACE] = {"interface", 'i', "N", 255, "first claim this bInterfaceNumber"},
	[OPTION_ALTSETTING] = {"altsetting", 'a', "N", 255, "first select its bAlternateSetting N"},
	[OPTION_CLEAR_HALT] = {"clear-halt", 0, NULL, 0, "first clear the endpoint's halt"},
	[OPTION_DETACH] = {"detach", 'd', NULL, 0, "take interfaces from kernel drivers meanwhile"},
	[OPTION_JSON] = {"json", 'j', NULL, 0, "print JSON, for programs to read"},
	[OPTION_EXISTING] = {"existing", 'e', NULL, 0, "begin with the devices that are there"},
	[OPTION_EVENTS] = {"count", 'n', "N", INT_MAX, "end after so many events"},
	[OPTION_RAW] = {"raw", 0, NULL, 0, "print the text of it that --virtual reads"},
};

bool option_given(const struct options *opts, enum option option)
{
	return (opts->given & OPTION_BIT(option)) != 0;
}

static bool digit_value(char c, unsigned int base, unsigned int *value)
{
	if (c >= '0' && c <= '9')
		*value = (unsigned int)(c - '0');
	else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		*value = (unsigned int)((c | 0x20) - 'a') + 10;
	else
		return false;
	return *value < base;
}

int parse_number(const char *text, unsigned long long max, unsigned long long *number)
{
	unsigned long long result = 0;
	unsigned int base = 10, digit;

	if (text[0] == '0' && (text[1] | 0x20) == 'x') {
		base = 16;
		text += 2;
	} else if (text[0] == '0') {
		base = 8;
	}
	if (!*text)
		return -EINVAL;
	for (; *text; text++) {
		if (!digit_value(*text, base, &digit))
			return -EINVAL;
		if (result > (max - digit) / base || digit > max)
			return -ERANGE;
		result = result * base + digit;
	}
	*number = result;
	return 0;
}

static int set_value(struct options *opts, enum option option, const char *value,
		     struct error_message *why)
{
	const struct option_info *info = &infos[option];
	unsigned long long number;

	opts->given |= OPTION_BIT(option);
	if (!info->value)
		return 0;
	if (info->max == 0) {
		if (opts->virtual_count == VIRTUAL_NAMES_MAX) {
			message_add(why, "--%s: at most %d of them", info->name, VIRTUAL_NAMES_MAX);
			return -EINVAL;
		}
		opts->virtual_names[opts->virtual_count++] = value;
		return 0;
	}
	if (parse_number(value, info->max, &number) < 0) {
		message_add(why, "--%s: '%s' is no number from 0 to %u", info->name, value,
			    info->max);
		return -EINVAL;
	}
	opts->numbers[option] = (int)number;
	return 0;
}

/* `text` is what follows "--". `next` is the argument after it, NULL at the end. */
static int parse_long(struct options *opts, const char *text, const char *next,
		      struct error_message *why)
{
	size_t length = strcspn(text, "=");
	const char *value = text[length] ? text + length + 1 : NULL;
	enum option option = 0;

	while (option < OPTION_COUNT && (strlen(infos[option].name) != length ||
					 strncmp(infos[option].name, text, length) != 0))
		option++;
	if (option == OPTION_COUNT)
		message_add(why, "unknown option '--%s'", text);
	else if (value && !infos[option].value)
		message_add(why, "--%s takes no value", infos[option].name);
	else if (infos[option].value && !value && !next)
		message_add(why, "--%s needs a value", infos[option].name);
	else if (set_value(opts, option, value ? value : next, why) == 0)
		return infos[option].value && !value; /* whether `next` was used */
	return -EINVAL;
}

/* `text` is what follows "-": letters, the last of which may have its value attached. */
static int parse_short(struct options *opts, const char *text, const char *next,
		       struct error_message *why)
{
	for (; *text; text++) {
		const char *value = text[1] ? text + 1 : next;
		enum option option = 0;

		while (option < OPTION_COUNT && infos[option].letter != *text)
			option++;
		if (option == OPTION_COUNT) {
			message_add(why, "unknown option '-%c'", *text);
			return -EINVAL;
		}
		if (infos[option].value && !value) {
			message_add(why, "-%c needs a value", *text);
			return -EINVAL;
		}
		if (set_value(opts, option, value, why) < 0)
			return -EINVAL;
		if (infos[option].value)
			return !text[1];
	}
	return 0;
}

int options_parse(int argc, char **argv, struct options *opts, struct error_message *why)
{
	bool ended = false;

	memset(opts, 0, sizeof *opts);
	opts->arguments = argv;
	for (int i = 0; i < argc; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : NULL;
		int used = 0;

		if (ended || argv[i][0] != '-' || !argv[i][1]) {
			opts->arguments[opts->argument_count++] = argv[i];
			opts->dashes += !ended;
		} else if (strcmp(argv[i], "--") == 0)
			ended = true;
		else if (argv[i][1] == '-')
			used = parse_long(opts, argv[i] + 2, next, why);
		else
			used = parse_short(opts, argv[i] + 1, next, why);
		if (used < 0)
			return used;
		i += used;
	}
	opts->arguments[opts->argument_count] = NULL;
	return 0;
}

const char *options_foreign(const struct options *opts, unsigned int allowed)
{
	for (enum option option = 0; option < OPTION_COUNT; option++)
		if (option_given(opts, option) && !(allowed & OPTION_BIT(option)))
			return infos[option].name;
	return NULL;
}

void options_print(unsigned int mask, struct output *out)
{
	for (enum option option = 0; option < OPTION_COUNT; option++) {
		const struct option_info *info = &infos[option];
		char letter[] = {'-', info->letter, ',', 0};
		char name[32];

		if (!(mask & OPTION_BIT(option)))
			continue;
		snprintf(name, sizeof name, "%s %s", info->name, info->value ? info->value : "");
		output_format(out, "  %-3s --%-18s %s\n", info->letter ? letter : "", name,
			      info->help);
	}
}
