/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "cli/options/options.h"
#include "unit.h"

#define WORDS	  8
#define BIT(name) OPTION_BIT(OPTION_##name)

static struct options opts;
static struct error_message why;
static char storage[256];
static char *words[40];

/* The command "tree" shares the letter -a with others. */
static uint64_t options_of(const char *command)
{
	return strcmp(command, "tree") == 0 ? BIT(ALL) : BIT(ALTSETTING);
}

/* As the system hands them over: words in memory that can be written, and NULL at the end. */
static int parse(const char *const *line)
{
	char *at = storage;
	int count = 0;

	memset(&why, 0, sizeof why);
	for (; line[count]; count++) {
		words[count] = strcpy(at, line[count]);
		at += strlen(at) + 1;
	}
	words[count] = NULL;
	return options_parse(count, words, options_of, &opts, &why);
}

static const struct {
	const char *line[WORDS];
	uint64_t given;
	const char *arguments[WORDS];
	int dashes;
} lines[] = {
	{{NULL}, 0, {NULL}, 0},
	{{"list"}, 0, {"list"}, 1},
	{{"--json", "list"}, BIT(JSON), {"list"}, 1},
	{{"list", "a", "--json", "b"}, BIT(JSON), {"list", "a", "b"}, 3},
	{{"-jx"}, BIT(JSON) | BIT(HEX), {NULL}, 0},
	{{"-t5"}, BIT(TIMEOUT), {NULL}, 0},
	{{"-t", "5", "a"}, BIT(TIMEOUT), {"a"}, 1},
	{{"-xt", "5"}, BIT(HEX) | BIT(TIMEOUT), {NULL}, 0},
	{{"--timeout", "5"}, BIT(TIMEOUT), {NULL}, 0},
	{{"--timeout=5", "a"}, BIT(TIMEOUT), {"a"}, 1},
	{{"--virtual", "--json"}, BIT(VIRTUAL), {NULL}, 0},
	{{"a", "--", "--json"}, 0, {"a", "--json"}, 1},
	{{"--", "-x", "--"}, 0, {"-x", "--"}, 0},
	{{"tree", "-a", "1"}, BIT(ALL), {"tree", "1"}, 2},
	{{"read", "-a", "1"}, BIT(ALTSETTING), {"read"}, 1},
	{{"-a", "1", "tree"}, BIT(ALTSETTING), {"tree"}, 1},
	{{"-"}, 0, {"-"}, 1},
	{{""}, 0, {""}, 1},
};

CASE_PER_ROW(command_line_is_sorted_into_options_and_arguments, lines)
{
	int count = 0;

	ck_assert_int_eq(parse(lines[_i].line), 0);
	ck_assert_uint_eq(opts.given, lines[_i].given);
	for (; lines[_i].arguments[count]; count++)
		ck_assert_str_eq(opts.arguments[count], lines[_i].arguments[count]);
	ck_assert_int_eq(opts.argument_count, count);
	ck_assert_ptr_null(opts.arguments[count]);
	ck_assert_int_eq(opts.dashes, lines[_i].dashes);
}

static const struct {
	const char *line[WORDS];
	const char *why;
} wrong[] = {
	{{"--bogus"}, "unknown option '--bogus'"},
	{{"--bogus=1"}, "unknown option '--bogus=1'"},
	{{"--time", "5"}, "unknown option '--time'"},
	{{"--timeouts=5"}, "unknown option '--timeouts=5'"},
	{{"-q"}, "unknown option '-q'"},
	{{"-xq"}, "unknown option '-q'"},
	{{"--json=1"}, "--json takes no value"},
	{{"--timeout"}, "--timeout needs a value"},
	{{"-t"}, "-t needs a value"},
	{{"-xt"}, "-t needs a value"},
	{{"--timeout", "x"}, "--timeout: 'x' is not a number from 0 to 2147483647"},
	{{"--timeout=2147483648"}, "--timeout: '2147483648' is not a number from 0 to 2147483647"},
	{{"--timeout="}, "--timeout: '' is not a number from 0 to 2147483647"},
	{{"-c256"}, "--configuration: '256' is not a number from 0 to 255"},
	{{"-i", "-1"}, "--interface: '-1' is not a number from 0 to 255"},
};

CASE_PER_ROW(wrong_command_line_is_refused_with_the_reason, wrong)
{
	ck_assert_int_eq(parse(wrong[_i].line), -EINVAL);
	ck_assert_str_eq(why.text, wrong[_i].why);
}

CASE(arguments_before_a_wrong_option_are_known)
{
	ck_assert_int_eq(parse((const char *const[]){"read", "--bogus", "a", NULL}), -EINVAL);
	ck_assert_int_eq(opts.argument_count, 1);
	ck_assert_str_eq(opts.arguments[0], "read");
}

CASE(number_that_is_given_twice_is_the_last_one)
{
	ck_assert_int_eq(parse((const char *const[]){"-t", "5", "--timeout=0x10", NULL}), 0);
	ck_assert_int_eq(option_number(&opts, OPTION_TIMEOUT, -1), 16);
}

CASE(number_that_is_not_given_is_what_the_caller_says)
{
	ck_assert_int_eq(parse((const char *const[]){"-t", "0", NULL}), 0);
	ck_assert_int_eq(option_number(&opts, OPTION_TIMEOUT, -1), 0);
	ck_assert_int_eq(option_number(&opts, OPTION_COUNT, -1), -1);
}

CASE(texts_are_kept_in_order)
{
	ck_assert_int_eq(parse((const char *const[]){"--virtual", "b", "--virtual=a", NULL}), 0);
	ck_assert_str_eq(option_text(&opts, OPTION_VIRTUAL, 0), "b");
	ck_assert_str_eq(option_text(&opts, OPTION_VIRTUAL, 1), "a");
	ck_assert_ptr_null(option_text(&opts, OPTION_VIRTUAL, 2));
	ck_assert_ptr_null(option_text(&opts, OPTION_JSON, 0));
}

CASE(texts_have_an_end)
{
	const char *line[2 * OPTION_TEXTS_MAX + 3] = {NULL};

	for (int i = 0; i < 2 * OPTION_TEXTS_MAX; i += 2) {
		line[i] = "--virtual";
		line[i + 1] = "a";
	}
	ck_assert_int_eq(parse(line), 0);
	line[2 * OPTION_TEXTS_MAX] = "--virtual=a";
	ck_assert_int_eq(parse(line), -EINVAL);
	ck_assert_str_eq(why.text, "--virtual: at most 16 of them");
}

CASE(foreign_option_is_named)
{
	ck_assert_int_eq(parse((const char *const[]){"--json", "-x", NULL}), 0);
	ck_assert_str_eq(options_foreign(&opts, BIT(JSON)), "hex");
	ck_assert_ptr_null(options_foreign(&opts, BIT(JSON) | BIT(HEX)));
}

CASE(help_has_a_line_for_each_option_asked_for)
{
	static struct output out;

	options_print(BIT(TIMEOUT) | BIT(OFF), &out);
	out.buffer[out.used] = '\0';
	ck_assert_str_eq(
		out.buffer,
		"  -t, --timeout MS         in ms, 0 for ever; default 1000; wait and monitor: 0\n"
		"      --off                forbid, in place of allowing\n");
}
