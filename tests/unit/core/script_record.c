/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/script_backend.h"
#include "core/script_record.h"
#include "unit.h"

#define RULES_MAX 16

struct rule {
	char call[64];
	int err;
	bool once, used;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct rule rules[RULES_MAX];
static size_t rule_count;
static char record[4096];

void script_forget(void)
{
	rule_count = 0;
	record[0] = '\0';
}

static bool applies(const struct rule *rule, const char *call)
{
	size_t word = strcspn(call, " ");

	return !rule->used &&
	       (strcmp(rule->call, call) == 0 ||
		(strlen(rule->call) == word && strncmp(rule->call, call, word) == 0));
}

static int follow_rules(int otherwise, const char *call)
{
	for (size_t i = 0; i < rule_count; i++) {
		if (applies(&rules[i], call)) {
			rules[i].used = rules[i].once;
			return rules[i].err;
		}
	}
	return otherwise;
}

int script_rule(int otherwise, const char *call)
{
	pthread_mutex_lock(&lock);
	otherwise = follow_rules(otherwise, call);
	pthread_mutex_unlock(&lock);
	return otherwise;
}

int script_called(int otherwise, const char *format, ...)
{
	size_t length;
	char call[128];
	va_list args;

	va_start(args, format);
	vsnprintf(call, sizeof call, format, args);
	va_end(args);
	pthread_mutex_lock(&lock);
	length = strlen(record);
	snprintf(record + length, sizeof record - length, "%s%s", length ? ", " : "", call);
	otherwise = follow_rules(otherwise, call);
	pthread_mutex_unlock(&lock);
	return otherwise;
}

static void add_rule(const char *call, int err, bool once)
{
	ck_assert_uint_lt(rule_count, RULES_MAX);
	snprintf(rules[rule_count].call, sizeof rules[0].call, "%s", call);
	rules[rule_count].err = err;
	rules[rule_count].once = once;
	rules[rule_count++].used = false;
}

void script_fail(const char *call, int err)
{
	add_rule(call, err, false);
}

void script_fail_once(const char *call, int err)
{
	add_rule(call, err, true);
}

const char *script_calls(void)
{
	static char taken[sizeof record];

	pthread_mutex_lock(&lock);
	memcpy(taken, record, sizeof record);
	record[0] = '\0';
	pthread_mutex_unlock(&lock);
	return taken;
}
