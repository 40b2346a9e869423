/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "applet.h"

static int wrong(const struct applet_line *line, const char *what, const char *option)
{
	struct error_message message = {0};

	message_add(&message, "%s: %s '%s'", line->argv[0], what, option);
	message_print(&message);
	return '?';
}

/* Takes the rest of the word, or the next word. false: there is none. */
static bool take_value(struct applet_line *line, const char *rest)
{
	line->value = rest;
	if (!rest && line->at < line->argc)
		line->value = line->argv[line->at++];
	return line->value != NULL;
}

static bool add_virtual(struct applet_line *line, const char *rest)
{
	struct options *opts = &line->opts;

	if (!take_value(line, rest) || opts->text_count == OPTION_TEXTS_MAX)
		return false;
	opts->given |= OPTION_BIT(OPTION_VIRTUAL);
	opts->texts[opts->text_count++] = (struct given_text){OPTION_VIRTUAL, line->value};
	return true;
}

static bool is_name(const char *name, const char *word, size_t length)
{
	return strlen(name) == length && strncmp(name, word, length) == 0;
}

/* `word` follows "--". */
static int next_long(struct applet_line *line, const struct applet_option *options,
		     const char *word)
{
	size_t length = strcspn(word, "=");
	const char *rest = word[length] ? word + length + 1 : NULL;

	if (is_name("virtual", word, length))
		return add_virtual(line, rest) ? applet_next(line, options)
					       : wrong(line, "no value for", word);
	for (; options->letter; options++) {
		if (!is_name(options->name, word, length))
			continue;
		if (options->takes_value && !take_value(line, rest))
			return wrong(line, "no value for", word);
		return options->letter;
	}
	return wrong(line, "unknown option", word);
}

static int next_letter(struct applet_line *line, const struct applet_option *options)
{
	const char *at = line->letters++;
	char option[] = {*at, 0};

	while (options->letter && options->letter != *at)
		options++;
	if (!options->letter)
		return wrong(line, "unknown option", option);
	if (options->takes_value) {
		bool taken = take_value(line, *line->letters ? line->letters : NULL);

		line->letters = NULL;
		return taken ? *at : wrong(line, "no value for", option);
	}
	return *at;
}

int applet_next(struct applet_line *line, const struct applet_option *options)
{
	const char *word;

	if (line->letters && *line->letters)
		return next_letter(line, options);
	if (line->at == 0)
		line->at = 1;
	word = line->at < line->argc ? line->argv[line->at] : NULL;
	if (!word || word[0] != '-' || !word[1])
		return 0;
	line->at++;
	if (strcmp(word, "--") == 0)
		return 0;
	if (word[1] == '-')
		return next_long(line, options, word + 2);
	line->letters = word + 1;
	return next_letter(line, options);
}

enum status applet_fail(const char *text)
{
	struct error_message message = {0};

	message_add(&message, "%s", text);
	message_print(&message);
	return STATUS_FAILURE;
}

int applet_open(const struct applet_line *line, struct cli_bus *bus)
{
	struct error_message why = {0};

	if (bus_check(&line->opts, &why) < 0) {
		fail("%s", why.text);
		return -EINVAL;
	}
	return bus_open(&line->opts, bus);
}
