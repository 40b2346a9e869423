/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "number.h"
#include "options.h"

enum option_type { OPTION_FLAG, OPTION_NUMBER, OPTION_TEXT };

/* clang-format off */
static const struct option_info {
	const char *name;
	char letter;
	enum option_type type;
	const char *value; /* its name in --help; NULL: the option takes none */
	unsigned int most; /* of a number */
	const char *help;
} infos[] = {
#define FLAG(id, name, letter, help)		    {name, letter, OPTION_FLAG, NULL, 0, help},
#define NUMBER(id, name, letter, value, most, help) {name, letter, OPTION_NUMBER, value, most, help},
#define TEXT(id, name, letter, value, help)	    {name, letter, OPTION_TEXT, value, 0, help},
	OPTIONS(FLAG, NUMBER, TEXT)
};

/* clang-format on */

bool option_given(const struct options *opts, enum option option)
{
	return (opts->given & OPTION_BIT(option)) != 0;
}

int option_number(const struct options *opts, enum option option, int otherwise)
{
	return option_given(opts, option) ? opts->numbers[option] : otherwise;
}

const char *option_text(const struct options *opts, enum option option, size_t index)
{
	for (size_t i = 0; i < opts->text_count; i++)
		if (opts->texts[i].option == option && index-- == 0)
			return opts->texts[i].text;
	return NULL;
}

static int set_number(struct options *opts, enum option option, const char *value,
		      struct error_message *why)
{
	const struct option_info *info = &infos[option];
	unsigned long long number;

	if (parse_number(value, info->most, &number) < 0) {
		message_add(why, "--%s: '%s' is not a number from 0 to %u", info->name, value,
			    info->most);
		return -EINVAL;
	}
	opts->numbers[option] = (int)number;
	return 0;
}

static int add_text(struct options *opts, enum option option, const char *value,
		    struct error_message *why)
{
	if (opts->text_count == OPTION_TEXTS_MAX) {
		message_add(why, "--%s: at most %d of them", infos[option].name, OPTION_TEXTS_MAX);
		return -EINVAL;
	}
	opts->texts[opts->text_count++] = (struct given_text){option, value};
	return 0;
}

static int set_value(struct options *opts, enum option option, const char *value,
		     struct error_message *why)
{
	opts->given |= OPTION_BIT(option);
	switch (infos[option].type) {
	case OPTION_FLAG:
		return 0;
	case OPTION_NUMBER:
		return set_number(opts, option, value, why);
	case OPTION_TEXT:
		return add_text(opts, option, value, why);
	}
	return 0;
}

/* `text` follows the "--". `next` is the argument after it, NULL at the end. */
static int parse_long(struct options *opts, const char *text, const char *next,
		      struct error_message *why)
{
	size_t length = strcspn(text, "=");
	const char *value = text[length] ? text + length + 1 : NULL;
	enum option option = 0;

	while (option < OPTIONS_END && (strlen(infos[option].name) != length ||
					strncmp(infos[option].name, text, length) != 0))
		option++;
	if (option == OPTIONS_END)
		message_add(why, "unknown option '--%s'", text);
	else if (value && !infos[option].value)
		message_add(why, "--%s takes no value", infos[option].name);
	else if (infos[option].value && !value && !next)
		message_add(why, "--%s needs a value", infos[option].name);
	else if (set_value(opts, option, value ? value : next, why) == 0)
		return infos[option].value && !value; /* whether `next` was used */
	return -EINVAL;
}

/* Prefers an option in `taken`, which the command takes. OPTIONS_END: there is none. */
static enum option lettered(char letter, uint64_t taken)
{
	enum option found = OPTIONS_END;

	for (enum option option = 0; option < OPTIONS_END; option++) {
		if (infos[option].letter != letter)
			continue;
		if (taken & OPTION_BIT(option))
			return option;
		if (found == OPTIONS_END)
			found = option;
	}
	return found;
}

/* `text` follows the "-": letters; the last one may have its value attached. */
static int parse_short(struct options *opts, const char *text, const char *next, uint64_t taken,
		       struct error_message *why)
{
	for (; *text; text++) {
		const char *value = text[1] ? text + 1 : next;
		enum option option = lettered(*text, taken);

		if (option == OPTIONS_END) {
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

int options_parse(int argc, char **argv, options_of_fn options_of, struct options *opts,
		  struct error_message *why)
{
	uint64_t taken = 0;
	bool ended = false;

	memset(opts, 0, sizeof *opts);
	opts->arguments = argv;
	for (int i = 0; i < argc; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : NULL;
		int used = 0;

		if (ended || argv[i][0] != '-' || !argv[i][1]) {
			if (opts->argument_count == 0)
				taken = options_of(argv[i]);
			opts->arguments[opts->argument_count++] = argv[i];
			opts->dashes += !ended;
		} else if (strcmp(argv[i], "--") == 0)
			ended = true;
		else if (argv[i][1] == '-')
			used = parse_long(opts, argv[i] + 2, next, why);
		else
			used = parse_short(opts, argv[i] + 1, next, taken, why);
		if (used < 0)
			return used;
		i += used;
	}
	opts->arguments[opts->argument_count] = NULL;
	return 0;
}

const char *options_foreign(const struct options *opts, uint64_t allowed)
{
	for (enum option option = 0; option < OPTIONS_END; option++)
		if (option_given(opts, option) && !(allowed & OPTION_BIT(option)))
			return infos[option].name;
	return NULL;
}

void options_print(uint64_t mask, struct output *out)
{
	for (enum option option = 0; option < OPTIONS_END; option++) {
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
