/* SPDX-License-Identifier: MIT */
/*
 * The input of a fuzz target as a stream of bytes that decide the next step. Each expression takes
 * only one value, because compilers evaluate the parts of an expression in different orders.
 */
#ifndef FUZZ_INPUT_H
#define FUZZ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void input_begin(const uint8_t *data, size_t size);
bool input_left(void);
/* The next byte; 0 after the end. */
uint8_t input_byte(void);
/* Two bytes, little endian. */
unsigned int input_word(void);
/* True with a chance of `chance` in 256; false after the end. Takes one byte. */
bool input_says(unsigned int chance);
/* Fills memory. */
void input_fill(void *memory, size_t size);

#endif
