/* SPDX-License-Identifier: MIT */
#include "input.h"

static const uint8_t *next, *end;

void input_begin(const uint8_t *data, size_t size)
{
	next = data;
	end = data + size;
}

bool input_left(void)
{
	return next < end;
}

uint8_t input_byte(void)
{
	return next < end ? *next++ : 0;
}

unsigned int input_word(void)
{
	unsigned int low = input_byte();

	return low | (unsigned int)input_byte() << 8;
}

bool input_says(unsigned int chance)
{
	return input_left() && 255U - input_byte() < chance;
}

void input_fill(void *memory, size_t size)
{
	uint8_t *bytes = memory;

	for (size_t i = 0; i < size; i++)
		bytes[i] = input_byte();
}
