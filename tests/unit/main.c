/* SPDX-License-Identifier: MIT */
/*
 * Runs every suite, or those whose path begins with an argument: "core" or "core/claim".
 * CK_FORK=no runs all cases in this process.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#define TIMEOUT_S 600 /* ends a case that hangs; no verdict depends on it */

static struct suite {
	const char *path;
	char name[128];
	TCase *cases;
} suites[256];
static size_t suite_count;

/* "tests/unit/core/test_claim.c" is "core/claim". */
static void name_suite(struct suite *suite)
{
	const char *path = strstr(suite->path, "tests/unit/") + strlen("tests/unit/");
	const char *file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	const char *stem = file + (strncmp(file, "test_", 5) == 0 ? 5 : 0);

	snprintf(suite->name, sizeof suite->name, "%.*s%.*s", (int)(file - path), path,
		 (int)(strlen(stem) - strlen(".c")), stem);
}

static struct suite *suite_of(const char *path)
{
	struct suite *suite = &suites[suite_count];

	for (size_t i = 0; i < suite_count; i++)
		if (strcmp(suites[i].path, path) == 0)
			return &suites[i];
	if (suite_count == ARRAY_SIZE(suites)) {
		fprintf(stderr, "unit: more suites than tests/unit/main.c has room for\n");
		abort();
	}
	suite_count++;
	suite->path = path;
	name_suite(suite);
	suite->cases = tcase_create(suite->name);
	tcase_set_timeout(suite->cases, TIMEOUT_S);
	return suite;
}

void unit_fixture(const char *path, SFun begin, SFun end)
{
	tcase_add_checked_fixture(suite_of(path)->cases, begin, end);
}

void unit_case(const char *path, const TTest *test, int first, int end)
{
	tcase_add_loop_test(suite_of(path)->cases, test, first, end);
}

static bool is_wanted(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strncmp(name, argv[i], strlen(argv[i])) == 0)
			return true;
	return argc == 1;
}

int main(int argc, char **argv)
{
	SRunner *runner = srunner_create(NULL);
	int run, failed;

	for (size_t i = 0; i < suite_count; i++) {
		Suite *suite = suite_create(suites[i].name);

		suite_add_tcase(suite, suites[i].cases);
		if (is_wanted(suites[i].name, argc, argv))
			srunner_add_suite(runner, suite);
	}
	srunner_run_all(runner, CK_SILENT);
	srunner_print(runner, CK_NORMAL); /* what failed, and the total */
	run = srunner_ntests_run(runner);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0 || run == 0;
}
