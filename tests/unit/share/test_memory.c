/* SPDX-License-Identifier: MIT */
/* Blocks that a client keeps for its next transfers. */
#include <string.h>

#include "share/share.h"

#include "unit.h"

#define LONG  (16 * 1024)
#define MEBI  (1024 * 1024)
#define COUNT 100

static struct share_client client;

static void end(void)
{
	memory_drop_spare(&client);
}

FIXTURE(NULL, end)

CASE(a_long_block_is_used_again)
{
	struct share_message *first = memory_take(&client, LONG);

	ck_assert_uint_eq(client.used, LONG);
	first->parts[0].iov_len = 1;
	memory_give(&client, first);
	ck_assert_uint_eq(client.used, 0);
	ck_assert_ptr_eq(client.spare, first);
	ck_assert_ptr_eq(memory_take(&client, LONG), first);
	ck_assert_ptr_null(client.spare);
	ck_assert_uint_eq(first->charge, LONG);
	ck_assert_uint_eq(first->parts[0].iov_len, 0);
	ck_assert_uint_eq(client.used, LONG);
	memory_give(&client, first);
}

CASE(a_short_block_is_not_kept)
{
	memory_give(&client, memory_take(&client, 512));
	ck_assert_ptr_null(client.spare);
}

CASE(a_block_of_another_length_replaces_those_that_are_kept)
{
	struct share_message *other = memory_take(&client, 2 * LONG);

	memory_give(&client, memory_take(&client, LONG));
	memory_give(&client, other);
	ck_assert_uint_eq(client.spare_count, 1);
	ck_assert_ptr_eq(memory_take(&client, 2 * LONG), other);
	memory_give(&client, other);
}

CASE(at_most_a_mebibyte_is_kept)
{
	struct share_message *blocks[COUNT];

	for (int i = 0; i < COUNT; i++)
		blocks[i] = memory_take(&client, LONG);
	for (int i = 0; i < COUNT; i++)
		memory_give(&client, blocks[i]);
	ck_assert_uint_eq(client.used, 0);
	ck_assert_uint_eq(client.spare_count, MEBI / LONG);
}

/* Nobody takes a block of a client that has left. */
CASE(a_client_that_has_left_keeps_none)
{
	struct share_message *block = memory_take(&client, LONG);

	client.fd = -1;
	memory_give(&client, block);
	ck_assert_ptr_null(client.spare);
}
