/* SPDX-License-Identifier: MIT */
/* The interface associations of a configuration. */
#include <stdlib.h>

#include "compat/libusb-1.0/configuration.h"

typedef struct libusb_interface_association_descriptor association;

/* Returns the number of associations, which go to `to` unless it is NULL. */
static int walk(struct bytes bytes, association *to)
{
	int count = 0;

	while (bytes.length > 0) {
		const uint8_t *at = bytes.data;

		if (bytes.length < 2 || at[0] < 2 || at[0] > bytes.length)
			return LIBUSB_ERROR_IO;
		bytes = (struct bytes){at + at[0], bytes.length - at[0]};
		if (at[1] != LIBUSB_DT_INTERFACE_ASSOCIATION)
			continue;
		if (at[0] < LIBUSB_DT_INTERFACE_ASSOCIATION_SIZE)
			return LIBUSB_ERROR_IO;
		if (to)
			to[count] = (association){at[0], at[1], at[2], at[3],
						  at[4], at[5], at[6], at[7]};
		count++;
	}
	return count;
}

int parse_associations(struct bytes bytes,
		       struct libusb_interface_association_descriptor_array **array)
{
	struct libusb_interface_association_descriptor_array *made;
	association *associations;
	int count = walk(bytes, NULL);

	if (count < 0)
		return count;
	made = calloc(1, sizeof *made + (size_t)count * sizeof *associations);
	if (!made)
		return LIBUSB_ERROR_NO_MEM;
	associations = (association *)(made + 1);
	made->length = walk(bytes, associations);
	made->iad = count ? associations : NULL;
	*array = made;
	return LIBUSB_SUCCESS;
}

void libusb_free_interface_association_descriptors(
	struct libusb_interface_association_descriptor_array *array)
{
	free(array);
}
