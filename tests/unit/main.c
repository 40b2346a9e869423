/* SPDX-License-Identifier: MIT */
/* Runs every suite, or those named as arguments. CK_FORK=no runs them in this process. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

static struct {
	const char *name;
	unit_suite_fn fill;
} suites[256];
static size_t suite_count;

void unit_register(const char *name, unit_suite_fn fill)
{
	if (suite_count == sizeof suites / sizeof suites[0]) {
		fprintf(stderr, "unit: more suites than tests/unit/main.c has room for\n");
		abort();
	}
	suites[suite_count].name = name;
	suites[suite_count].fill = fill;
	suite_count++;
}

static int wanted(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(name, argv[i]) == 0)
			return 1;
	return argc == 1;
}

int main(int argc, char **argv)
{
	SRunner *runner = srunner_create(NULL);
	int run, failed;

	for (size_t i = 0; i < suite_count; i++) {
		Suite *suite;
		TCase *tc;

		if (!wanted(suites[i].name, argc, argv))
			continue;
		suite = suite_create(suites[i].name);
		tc = tcase_create(suites[i].name);
		suites[i].fill(tc);
		suite_add_tcase(suite, tc);
		srunner_add_suite(runner, suite);
	}
	srunner_run_all(runner, CK_NORMAL);
	run = srunner_ntests_run(runner);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0 || run == 0;
}
