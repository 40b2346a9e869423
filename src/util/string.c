/* SPDX-License-Identifier: MIT */
/* String descriptors: languages, texts, and the three strings of the device descriptor. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/control.h>
#include <cusb/util.h>

#include "core/answer.h"
#include "core/device.h"
#include "core/log.h"
#include "descriptor/parse.h"
#include "descriptor/string_text.h"
#include "device_text.h"

/* Some devices hang when asked for 255 bytes, none for 254: the longest even length. */
#define ASKED_LENGTH 254

/* Returns the bytes of the string descriptor's content, at data + 2. */
static ssize_t read_string_descriptor(struct cusb_device *dev, unsigned int index,
				      unsigned int langid, uint8_t *data)
{
	ssize_t n = cusb_ctrl_transfer(dev, 0x80, CUSB_REQ_GET_DESCRIPTOR,
				       CUSB_DESC_TYPE_STRING << 8 | index, langid, data,
				       ASKED_LENGTH, CUSB_DEFAULT_TIMEOUT);

	if (n < 0)
		return n;
	error_forget();
	return descriptor_string_length(data, (size_t)n);
}

static int load_langids(struct cusb_device *dev, uint16_t *langids)
{
	uint8_t data[ASKED_LENGTH];
	ssize_t n = read_string_descriptor(dev, 0, 0, data);

	if (n == -EPIPE)
		return 0;
	for (ssize_t i = 0; i < n / 2; i++)
		langids[i] = descriptor_le16(data + 2 + 2 * i);
	return n < 0 ? (int)n : (int)(n / 2);
}

ssize_t cusb_get_langids(struct cusb_device *public, uint16_t *langids, size_t room)
{
	struct device *dev = device_of(public);
	uint16_t loaded[CUSB_LANGIDS_MAX];
	unsigned int age;
	int count;

	pthread_mutex_lock(&dev->text_lock);
	age = dev->text_age;
	count = dev->langid_count;
	memcpy(loaded, dev->langids, sizeof loaded);
	pthread_mutex_unlock(&dev->text_lock);
	if (count == UNKNOWN) {
		count = load_langids(public, loaded);
		if (count < 0)
			return count;
		pthread_mutex_lock(&dev->text_lock);
		/* After a reset meanwhile the languages may be others. */
		if (age == dev->text_age) {
			dev->langid_count = count;
			memcpy(dev->langids, loaded, sizeof loaded);
		}
		pthread_mutex_unlock(&dev->text_lock);
	}
	if (langids)
		memcpy(langids, loaded,
		       (room < (size_t)count ? room : (size_t)count) * sizeof *langids);
	return count;
}

ssize_t cusb_get_string(struct cusb_device *dev, unsigned int index, int langid, char *text,
			size_t size)
{
	uint8_t data[ASKED_LENGTH];
	uint16_t first;
	ssize_t n;

	if (index > 0xff)
		return refuse(-EINVAL, "string index %u is above 255", index);
	if (langid < CUSB_DEFAULT_LANGID || langid > 0xffff)
		return refuse(-EINVAL, "langid %d is not 0 to 0xffff", langid);
	if (index == 0)
		return because(-ENODATA, "index 0 means that there is no string");
	if (langid == CUSB_DEFAULT_LANGID) {
		n = cusb_get_langids(dev, &first, 1);
		if (n <= 0)
			return n < 0 ? n : because(-ENODATA, "the device lists no language");
		langid = first;
	}
	n = read_string_descriptor(dev, index, (unsigned int)langid, data);
	if (n < 0)
		return n;
	return (ssize_t)descriptor_string_text(data + 2, (size_t)n / 2, text, size);
}

bool cusb_ends_all_strings(ssize_t err)
{
	return err < 0 && err != -EPIPE && err != -ENODATA && err != -EBADMSG;
}

/* Also gives the present age, for a text that is read from now on. */
static const char *remembered(struct device *dev, enum cusb_device_string kind, unsigned int *age)
{
	const char *text = NULL;

	pthread_mutex_lock(&dev->text_lock);
	*age = dev->text_age;
	for (const struct lent_string *t = dev->texts; t && !text; t = t->next)
		if (t->fresh && t->kind == (int)kind)
			text = t->text;
	pthread_mutex_unlock(&dev->text_lock);
	return text;
}

/*
 * Lent texts must stay, so a changed text is added beside the old one; an equal text becomes fresh
 * again. NULL: no memory.
 */
static const char *remember(struct device *dev, enum cusb_device_string kind, unsigned int age,
			    const char *content)
{
	size_t size = strlen(content) + 1;
	struct lent_string *text;

	pthread_mutex_lock(&dev->text_lock);
	for (text = dev->texts; text; text = text->next)
		if (text->kind == (int)kind && strcmp(text->text, content) == 0)
			break;
	if (!text) {
		text = malloc(sizeof *text + size);
		if (text) {
			text->kind = (int)kind;
			memcpy(text->text, content, size);
			text->fresh = false;
			text->next = dev->texts;
			dev->texts = text;
		}
	}
	if (text && age == dev->text_age)
		text->fresh = true;
	pthread_mutex_unlock(&dev->text_lock);
	return text ? text->text : NULL;
}

static unsigned int index_of(const struct cusb_device *dev, enum cusb_device_string kind)
{
	switch (kind) {
	case CUSB_MANUFACTURER:
		return dev->iManufacturer;
	case CUSB_PRODUCT:
		return dev->iProduct;
	default:
		return dev->iSerialNumber;
	}
}

/* From the kernel, or else from the device. */
static ssize_t read_device_string(struct cusb_device *public, enum cusb_device_string kind,
				  bool ask, char *text, size_t size)
{
	struct cusb_backend *backend = device_of(public)->backend;
	ssize_t n = -ENODATA;

	if (backend->string)
		n = answer_text(backend, "string",
				backend->string(backend, public, kind, text, size), text, size);
	if (n >= 0 || n == -ENODEV)
		return n;
	return ask ? cusb_get_string(public, index_of(public, kind), CUSB_DEFAULT_LANGID, text,
				     size)
		   : -EIO;
}

int device_text(struct cusb_device *public, enum cusb_device_string kind, bool ask,
		const char **out)
{
	struct device *dev = device_of(public);
	unsigned int age;
	const char *text = remembered(dev, kind, &age);
	char content[CUSB_STRING_SIZE + 8];

	if (!text) {
		ssize_t n = -ENODATA;

		error_forget();
		if (index_of(public, kind) != 0)
			n = read_device_string(public, kind, ask, content, sizeof content);
		if (n < 0)
			return n == -ENODATA ? because(-ENODATA, "the device has no such string")
					     : (int)n;
		text = remember(dev, kind, age, content);
	}
	if (!text)
		return -ENOMEM;
	*out = text;
	return 0;
}

int cusb_manufacturer(struct cusb_device *dev, const char **text)
{
	return device_text(dev, CUSB_MANUFACTURER, true, text);
}

int cusb_product(struct cusb_device *dev, const char **text)
{
	return device_text(dev, CUSB_PRODUCT, true, text);
}

int cusb_serial_number(struct cusb_device *dev, const char **text)
{
	return device_text(dev, CUSB_SERIAL_NUMBER, true, text);
}
