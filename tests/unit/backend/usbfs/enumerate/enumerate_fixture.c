/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate_fixture.h"

struct seen seen;

void enumerate_begin(void)
{
	usbfs_begin();
	memset(&seen, 0, sizeof seen);
}

int note(const struct cusb_candidate *candidate, void *user)
{
	ck_assert_ptr_null(user);
	if (strlen(seen.names) + strlen(candidate->name) + 2 < sizeof seen.names) {
		strcat(seen.names, seen.count ? " " : "");
		strcat(seen.names, candidate->name);
	}
	seen.count++;
	seen.candidate = *candidate;
	strcpy(seen.name, candidate->name);
	memcpy(seen.bytes, candidate->descriptors, candidate->descriptors_length);
	return seen.answer;
}

int walk(cusb_visit_fn visit)
{
	return backend->enumerate(backend, NULL, visit, NULL);
}

uint8_t byte_at(size_t i)
{
	return (uint8_t)(i * 7 + i / 251);
}

void plug(const char *name, size_t length)
{
	static uint8_t bytes[100000];
	char path[128];

	for (size_t i = 0; i < length; i++)
		bytes[i] = byte_at(i);
	snprintf(path, sizeof path, DEVICES "/%s/descriptors", name);
	sk_file(sk, path, bytes, length);
}

void plug_all(const char *names)
{
	char copy[256];

	snprintf(copy, sizeof copy, "%s", names);
	sk_directory(sk, DEVICES, names);
	for (char *name = strtok(copy, " "); name; name = strtok(NULL, " "))
		plug(name, 18);
}

void plug_one(size_t length)
{
	sk_directory(sk, DEVICES, "1-2");
	plug("1-2", length);
}

void check_visited(const char *names)
{
	ck_assert_int_eq(walk(note), 0);
	ck_assert_str_eq(seen.names, names);
}
