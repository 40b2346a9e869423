/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/input/command_file.h"
#include "cli/options/options.h"
#include "cli/process/pid1.h"

#define COMMAND_FILE "/etc/cusb/init"
#define MODULES	     "/etc/cusb/modules"

#define SELF	   "/proc/self/exe"
#define FIRST_WORD 1 /* after the program's name */

static void report_line(const char *path, const struct command_file *file, const char *what,
			const char *why)
{
	fail("%s, line %u: %s%s%s", path, file->number, what, why ? ": " : "", why ? why : "");
}

static bool is_command(const char *word)
{
#define COMMAND_NAME(name) #name,
	static const char *const names[] = {COMMANDS(COMMAND_NAME)};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(names[i], word) == 0)
			return true;
	return false;
}

/* The error of a line; NULL: none. */
static const char *fault_of(char **words, int count)
{
	if (count < 0)
		return command_file_fault(count);
	if (strcmp(words[0], "exec") == 0)
		return count > 1 ? NULL : "exec needs a program";
	if (pid1_end_named(words[0]))
		return count == 1 ? NULL : "this command takes no further word";
	return is_command(words[0]) ? NULL : "there is no such command";
}

/* Returns when the next line can run. */
static void run_line(const char *path, const struct command_file *file, char **command)
{
	char **words = command + FIRST_WORD;
	int how = pid1_end_named(words[0]);
	int status;

	if (how)
		pid1_end(how);
	if (how)
		return;
	if (strcmp(words[0], "exec") == 0) {
		pid1_become(words + 1);
		return;
	}
	status = pid1_run(command);
	if (status < 0)
		report_line(path, file, words[0], strerror(-status));
	else if (status > 0)
		fail("%s, line %u: %s ended with status %d", path, file->number, words[0], status);
}

static _Noreturn void be_first(const char *path)
{
	char *command[WORDS_MAX + 1 + FIRST_WORD] = {(char[]){SELF}};
	char **words = command + FIRST_WORD;
	struct command_file file;
	int count, err;

	pid1_mount();
	pid1_load_modules(MODULES);
	err = command_file_open(path, &file);
	while (err == 0 && (count = command_file_next(&file, words)) != 0) {
		const char *fault = fault_of(words, count);

		if (fault)
			report_line(path, &file, count > 0 ? words[0] : "not run", fault);
		else
			run_line(path, &file, command);
	}
	if (err < 0)
		fail("%s: %s", path, strerror(-err));
	fail("%s has no more commands; the machine stays on", path);
	pid1_stay();
}

/* Quotes the word, so that reading gives the same word, unless it has quotes of both kinds. */
static void print_word(const char *word, struct output *out)
{
	const char *quote = strchr(word, '\'') ? "\"" : "'";

	if (*word && !strpbrk(word, " \t\r\v\f'\"#"))
		quote = "";
	output_text(out, quote);
	output_text(out, word);
	output_text(out, quote);
}

static enum status check(const char *path, struct output *out)
{
	enum status status = STATUS_OK;
	char *words[WORDS_MAX + 1];
	struct command_file file;
	int count, err = command_file_open(path, &file);

	if (err < 0)
		return fail("%s: %s", path, strerror(-err));
	while ((count = command_file_next(&file, words)) != 0) {
		const char *fault = fault_of(words, count);

		if (fault) {
			report_line(path, &file, count > 0 ? words[0] : "not run", fault);
			status = STATUS_FAILURE;
			continue;
		}
		for (int i = 0; i < count; i++) {
			output_text(out, i > 0 ? " " : "");
			print_word(words[i], out);
		}
		output_text(out, "\n");
	}
	command_file_close(&file);
	return status;
}

static enum status run(const struct options *opts, struct output *out)
{
	const char *path = opts->arguments[1];

	if (getpid() == 1)
		be_first(path ? path : COMMAND_FILE);
	if (!path)
		return fail("this is not the machine's first process; 'cusb init --help' says how "
			    "to start it");
	return check(path, out);
}

const struct command init_command = {
	.name = "init",
	.arguments = "[FILE]",
	.summary = "be the first process of an initramfs that has nothing else",
	.help = {"As a machine's first process, mounts /dev, /sys and /proc if they are missing,\n"
		 "and loads the kernel modules of /etc/cusb/modules: a file and its parameters in\n"
		 "each line. Then runs each line of FILE, by default /etc/cusb/init, as a command\n"
		 "of cusb. If a command fails, prints an error and runs the next command.\n"
		 "The last line says how the machine ends:\n"
		 "\n"
		 "  poweroff                      it is switched off\n"
		 "  reboot                        it starts again\n"
		 "  halt                          it stops, and stays on\n"
		 "  exec PROGRAM [ARGUMENT]...    PROGRAM takes over as the first process\n"
		 "\n"
		 "Without such a line the machine stays on. Words may be quoted with '' or \"\"; a #\n"
		 "begins a comment.\n"
		 "\n"
		 "The kernel starts the command if the tool is the file /init of the initramfs, or\n"
		 "if the kernel's parameters have rdinit=/cusb, and '-- init' at the end.\n"
		 "\n"
		 "In any other process, only checks FILE, and prints its lines.\n"},
	.examples = "  cusb init etc/cusb/init\n"
		    "\n"
		    "  # such a file\n"
		    "  wait 46f4:0001 --timeout 20000\n"
		    "  control 46f4:0001 0xa1 0xfe 0 0 1 --hex --detach\n"
		    "  poweroff\n",
	.without = OPTION_BIT(OPTION_VIRTUAL) | OPTION_BIT(OPTION_HOST),
	.min_arguments = 0,
	.max_arguments = 1,
	.run = run,
};
