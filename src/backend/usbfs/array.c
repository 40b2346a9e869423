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

static void swap(unsigned char *a, unsigned char *b, size_t size)
{
	for (size_t i = 0; i < size; i++) {
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
