/* SPDX-License-Identifier: MIT */
/*
 * Arrays that grow, and their order. These stand in for realloc() and qsort(), which with all they
 * draw in are a tenth of a static program that lists devices.
 */
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

void *array_grow(void *array, size_t used, size_t size)
{
	void *grown = malloc(size);

	if (!grown)
		return NULL;
	if (used > 0)
		memcpy(grown, array, used);
	free(array);
	return grown;
}

/* By words, which what is sorted here is made of but for its end. */
static void swap(unsigned char *a, unsigned char *b, size_t size)
{
	size_t i = 0;

	for (; size - i >= sizeof(uint32_t); i += sizeof(uint32_t)) {
		uint32_t x, y;

		memcpy(&x, a + i, sizeof x);
		memcpy(&y, b + i, sizeof y);
		memcpy(a + i, &y, sizeof y);
		memcpy(b + i, &x, sizeof x);
	}
	for (; i < size; i++) {
		unsigned char byte = a[i];

		a[i] = b[i];
		b[i] = byte;
	}
}

/* Shell's sort; the gaps suit what is on a bus. */
void array_sort(void *array, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	static const unsigned char gaps[] = {132, 57, 23, 10, 4, 1};
	unsigned char *at = array;

	for (size_t g = 0; g < sizeof gaps; g++) {
		size_t gap = gaps[g];

		for (size_t i = gap; i < count; i++)
			for (size_t j = i; j >= gap; j -= gap) {
				unsigned char *right = at + j * size, *left = right - gap * size;

				if (compare(left, right) <= 0)
					break;
				swap(left, right, size);
			}
	}
}
