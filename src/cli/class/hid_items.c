/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "hid_items.h"
#include "names.h"

/* A short item's first byte, without its size. */
enum item {
	INPUT = 0x80,
	OUTPUT = 0x90,
	COLLECTION = 0xa0,
	FEATURE = 0xb0,
	END_COLLECTION = 0xc0,
	USAGE_PAGE = 0x04,
	LOGICAL_MINIMUM = 0x14,
	LOGICAL_MAXIMUM = 0x24,
	PHYSICAL_MINIMUM = 0x34,
	PHYSICAL_MAXIMUM = 0x44,
	UNIT_EXPONENT = 0x54,
	PUSH = 0xa4,
	POP = 0xb4,
	USAGE = 0x08,
	USAGE_MINIMUM = 0x18,
	USAGE_MAXIMUM = 0x28
};

#define LONG_ITEM 0xfe

static const char names[] =
	"80 Input|90 Output|a0 Collection|b0 Feature|c0 End Collection|4 Usage Page|"
	"14 Logical Minimum|24 Logical Maximum|34 Physical Minimum|44 Physical Maximum|"
	"54 Unit Exponent|64 Unit|74 Report Size|84 Report ID|94 Report Count|a4 Push|b4 Pop|8 Usage|"
	"18 Usage Minimum|28 Usage Maximum|38 Designator Index|48 Designator Minimum|"
	"58 Designator Maximum|78 String Index|88 String Minimum|98 String Maximum|a8 Delimiter";

static const char collections[] =
	"0 Physical|1 Application|2 Logical|3 Report|4 Named Array|5 Usage Switch|6 Usage Modifier";

static const char flags[] =
	"#1 =Data/Constant|#1 =Array/Variable|#1 =Absolute/Relative|#1 =No Wrap/Wrap|"
	"#1 =Linear/Non Linear|#1 =Preferred State/No Preferred|#1 =No Null Position/Null State|"
	"#1 =Non Volatile/Volatile|#1 =Bitfield/Buffered Bytes";

#define PAGES_MAX 4 /* pushed; what is pushed deeper has the page of then */

struct reader {
	unsigned int depth, pushed;
	unsigned int page, pages[PAGES_MAX];
	char name[24];
};

static bool is_signed(unsigned int item)
{
	return item == LOGICAL_MINIMUM || item == LOGICAL_MAXIMUM || item == PHYSICAL_MINIMUM ||
	       item == PHYSICAL_MAXIMUM;
}

static int64_t number_of(unsigned int item, const uint8_t *data, size_t size)
{
	uint64_t number = class_number(data, size);

	if (is_signed(item) && size > 0 && (data[size - 1] & 0x80))
		return (int64_t)number - (int64_t)(UINT64_C(1) << 8 * size);
	return (int64_t)number;
}

static void name_item(struct reader *reader, struct hid_item *given, unsigned int item)
{
	size_t length = 0;
	const char *name = names_find(names, item, &length);

	if (!name) {
		given->name = item == (LONG_ITEM & 0xfc) ? "Long Item" : "Reserved";
		return;
	}
	if (length >= sizeof reader->name)
		length = sizeof reader->name - 1;
	memcpy(reader->name, name, length);
	reader->name[length] = '\0';
	given->name = reader->name;
}

/* A usage of four bytes has its own page. */
static uint32_t usage_of(const struct reader *reader, const struct hid_item *item)
{
	uint32_t usage = (uint32_t)item->number;

	return item->size == 4 ? usage : (uint32_t)reader->page << 16 | usage;
}

static void explain(const struct reader *reader, struct hid_item *given, unsigned int item)
{
	struct row row = {"", collections, 1, KIND(AS_NAMED), 0, 0, NULL};
	struct class_value value = {given->data, given->size, (uint64_t)given->number, -1};
	static const struct class_context none;

	if (item == USAGE_PAGE)
		hid_page_name(&given->meaning, (unsigned int)given->number);
	else if (item == USAGE || item == USAGE_MINIMUM || item == USAGE_MAXIMUM)
		hid_usage_name(&given->meaning, usage_of(reader, given));
	else if (item == COLLECTION)
		class_meaning(&given->meaning, &none, &row, &value);
	else if (item == INPUT || item == OUTPUT || item == FEATURE) {
		row.kind = KIND(AS_BITS);
		row.meaning = flags;
		class_meaning(&given->meaning, &none, &row, &value);
	}
}

/* What the items after this one depend on. */
static void follow(struct reader *reader, const struct hid_item *given, unsigned int item)
{
	if (item == USAGE_PAGE)
		reader->page = (unsigned int)given->number & 0xffff;
	else if (item == COLLECTION)
		reader->depth++;
	else if (item == PUSH && reader->pushed < PAGES_MAX)
		reader->pages[reader->pushed++] = reader->page;
	else if (item == POP && reader->pushed > 0)
		reader->page = reader->pages[--reader->pushed];
}

/* Returns the bytes of the item, which is cut where the descriptor ends. */
static size_t read_item(struct reader *reader, const uint8_t *bytes, size_t length,
			struct hid_item *given)
{
	static const uint8_t sizes[] = {0, 1, 2, 4};
	unsigned int item = bytes[0] & 0xfc;
	size_t header = bytes[0] == LONG_ITEM && length > 2 ? 3 : 1;

	if (item == END_COLLECTION && reader->depth > 0)
		reader->depth--;
	given->depth = reader->depth;
	given->meaning.length = 0;
	given->meaning.text[0] = '\0';
	given->data = bytes + header;
	given->size = header == 3 ? bytes[1] : sizes[bytes[0] & 3];
	given->cut = given->size > length - header;
	if (given->cut)
		given->size = length - header;
	given->number = number_of(item, given->data, given->size);
	name_item(reader, given, item);
	explain(reader, given, item);
	follow(reader, given, item);
	return header + given->size;
}

void hid_items(const uint8_t *bytes, size_t length, hid_item_fn give, void *user)
{
	struct reader reader = {0};
	struct hid_item item;

	for (size_t at = 0; at < length;) {
		at += read_item(&reader, bytes + at, length - at, &item);
		give(user, &item);
	}
}

struct purpose {
	struct class_text *text;
	unsigned int count;
	struct class_text usage;
};

static void look(void *user, const struct hid_item *item)
{
	struct purpose *purpose = user;

	if (item->depth > 0)
		return;
	if (strcmp(item->name, "Usage") == 0)
		purpose->usage = item->meaning;
	else if (strcmp(item->name, "Collection") == 0)
		class_text_add(purpose->text, "%s%s", purpose->count++ ? ", " : "",
			       purpose->usage.length ? purpose->usage.text : "unknown usage");
}

void hid_purpose(struct class_text *text, const uint8_t *bytes, size_t length)
{
	struct purpose purpose = {.text = text};

	hid_items(bytes, length, look, &purpose);
}
