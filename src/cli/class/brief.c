/* SPDX-License-Identifier: MIT */
/* The line that a table has for a descriptor: fields by their names, in a sentence. */
#include <ctype.h>
#include <string.h>

#include "rows.h"

struct brief_sink {
	struct class_sink sink;
	const struct class_context *context;
	const char *name; /* of the field that is wanted */
	size_t length;
	struct class_text *text;
	size_t start; /* of the field's values in the text */
	unsigned int found;
};

/* Of the controls of several channels, equal ones are told once. Without controls there is nothing
 * to tell. */
static bool is_told(const struct brief_sink *to, const struct row *row,
		    const struct class_text *meaning)
{
	return (row->kind == KIND(AS_BITS) || row->kind == KIND(AS_PAIRS)) &&
	       strstr(to->text->text + to->start, meaning->text) != NULL;
}

static void field(struct class_sink *sink, const struct row *row, const struct class_value *value)
{
	struct brief_sink *to = (struct brief_sink *)(void *)sink;
	struct class_text meaning = {0}, number = {0};

	if (strncmp(row->name, to->name, to->length) != 0 || row->name[to->length])
		return;
	class_meaning(&meaning, to->context, row, value);
	class_value_text(&number, row, value);
	if (is_told(to, row, &meaning))
		return;
	class_text_add(to->text, "%s", to->found++ ? ", " : "");
	if (row->kind == KIND(AS_NUMBER) && meaning.length && *row->meaning != '*')
		class_text_add(to->text, "%s ", number.text);
	class_text_add(to->text, "%s", meaning.length ? meaning.text : number.text);
}

/* Returns whether the descriptor has the field. */
static bool add_field(struct class_text *text, const struct class_descriptor *descriptor,
		      const char *name, size_t length)
{
	struct brief_sink to = {
		{.field = field}, &descriptor->context, name, length, text, text->length, 0};

	class_fields(descriptor, &to.sink);
	return to.found > 0;
}

static size_t name_length(const char *name)
{
	size_t length = 0;

	while (isalnum((unsigned char)name[length]) || name[length] == '_')
		length++;
	return length;
}

/* Removes the punctuation that would stand before a field that is not there. */
static void trim(struct class_text *text)
{
	while (text->length > 0 && strchr(" ,:-", text->text[text->length - 1]))
		text->text[--text->length] = '\0';
}

bool class_brief(struct class_text *text, const struct class_descriptor *descriptor, bool *joins)
{
	const char *at = descriptor->layout.brief;

	if (!at || !*at)
		return false;
	*joins = *at == '+';
	at += *joins;
	while (*at) {
		size_t length = strcspn(at, "$");

		class_text_add(text, "%.*s", (int)length, at);
		at += length;
		if (!*at)
			break;
		length = name_length(++at);
		if (!add_field(text, descriptor, at, length))
			trim(text);
		at += length;
	}
	trim(text);
	return text->length > 0;
}
