/* SPDX-License-Identifier: MIT */
/* What reading a sysfs attribute gives. */
#include <errno.h>
#include <string.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/sysfs/attribute.h"
#include "virtual/kernel/sysfs/sysfs.h"

static int emit_field(const uint8_t *field, enum format format, char *text)
{
	switch (format) {
	case HEX4:
		return attribute_emit(text, "%04x\n", attribute_le16(field));
	case HEX2:
		return attribute_emit(text, "%02x\n", *field);
	case HEX2_SPACE:
		return attribute_emit(text, "%2x\n", *field);
	case DECIMAL2:
		return attribute_emit(text, "%2d\n", *field);
	case DECIMAL02:
		return attribute_emit(text, "%02d\n", *field);
	default:
		return attribute_emit(text, "%d\n", *field);
	}
}

static int show(const struct usb *dev, unsigned int number, const struct attribute *attribute,
		char *text)
{
	const uint8_t *desc = dev->descriptor;
	size_t length;

	if (attribute->source == BYTES)
		return 0;
	if (attribute->source == TEXT)
		return attribute->show(dev, number, text);
	if (attribute->source == CONFIGURATION_FIELD) {
		desc = kernel_configuration(dev, &length);
		if (!desc)
			return 0;
	}
	if (attribute->source == INTERFACE_FIELD)
		desc = kernel_interface(dev, number);
	if (attribute->source == ASSOCIATION_FIELD)
		desc = kernel_association(dev, number);
	return desc ? emit_field(desc + attribute->offset, attribute->format, text) : -ENOENT;
}

static const struct attribute *table_of(enum inode_kind directory)
{
	return directory == INODE_INTERFACE ? attributes_of_interface : attributes_of_device;
}

const struct attribute *kernel_attribute(const struct usb *dev, enum inode_kind directory,
					 unsigned int number, const char *name)
{
	char text[KERNEL_PAGE];

	if (!dev->device)
		return NULL;
	for (const struct attribute *row = table_of(directory); row->name; row++)
		if (strcmp(row->name, name) == 0)
			return show(dev, number, row, text) < 0 ? NULL : row;
	return NULL;
}

const char *kernel_attribute_at(const struct usb *dev, enum inode_kind directory,
				unsigned int number, unsigned int *index)
{
	const struct attribute *table = table_of(directory);
	char text[KERNEL_PAGE];

	if (!dev->device)
		return NULL;
	for (; table[*index].name; (*index)++) {
		if (show(dev, number, &table[*index], text) >= 0)
			return table[(*index)++].name;
	}
	return NULL;
}

static size_t copy_part(char **buf, size_t *size, uint64_t *offset, const void *bytes,
			size_t length)
{
	size_t n = 0;

	if (*offset < length) {
		n = length - (size_t)*offset;
		if (n > *size)
			n = *size;
		memcpy(*buf, (const char *)bytes + *offset, n);
		*buf += n;
		*size -= n;
		*offset = 0;
	} else {
		*offset -= length;
	}
	return n;
}

/* The device descriptor, then each configuration as far as it is there. */
static ssize_t show_descriptors(const struct usb *dev, char *buf, size_t size, uint64_t offset)
{
	size_t length, n;

	n = copy_part(&buf, &size, &offset, dev->descriptor, sizeof dev->descriptor);
	for (unsigned int i = 0; i < dev->descriptor[17]; i++) {
		const uint8_t *desc = kernel_verified(dev, i, &length);

		n += copy_part(&buf, &size, &offset, desc, length);
	}
	return (ssize_t)n;
}

ssize_t kernel_attribute_read(const struct inode *inode, char *buf, size_t size, uint64_t offset)
{
	char text[KERNEL_PAGE];
	int n;

	if (inode->attribute->source == BYTES)
		return show_descriptors(inode->dev, buf, size, offset);
	n = show(inode->dev, inode->index, inode->attribute, text);
	return n < 0 ? 0 : (ssize_t)copy_part(&buf, &size, &offset, text, (size_t)n);
}
