/* SPDX-License-Identifier: MIT */
/*
 * A table is written as a text, whose parts have NULs between them: a row costs its letters, and no
 * pointer. row.h tells of the kinds and of the meanings. "" is no meaning, and "@NAME" the list of
 * that name in lists.c.
 */
#ifndef CUSB_CLI_CLASS_TABLE_H
#define CUSB_CLI_CLASS_TABLE_H

#include "row.h"
#include "tables.h"

/* A field. `size`: bytes; REST: all that the rows after it leave; KEPT_2: the kept value 2. */
#define FIELD(name, size, kind, meaning) ROW("", name, size, kind, meaning)
/* A field whose value later rows need, as number n. */
#define KEPT(n, name, size, kind, meaning) ROW("=" #n, name, size, kind, meaning)
/* A field that repeats, the kept value n times; REST: until the rows after it need the bytes. */
#define LIST(n, name, size, kind, meaning) ROW("*" #n, name, size, kind, meaning)
/* The rows from here to END repeat together. */
#define GROUP(n, name) ROW("*" #n, name, 0, AS_GROUP, "")
/* The layouts from here to END: the kept value n chooses one. */
#define CHOICE(n, name) ROW("*" #n, name, 0, AS_CHOICE, "")
#define END		ROW("", "end", 0, AS_END, "")
/* The row before fields that not every version of a class has. */
#define MAY_END ROW("", "end", 0, AS_MAY_END, "")

/*
 * The rows from here to the next layout are of a key, in hexadecimal digits: bDescriptorType, or
 * CS_INTERFACE and the subtype. As in a `switch`, one without rows has those of the next.
 */
#define LAYOUT(key, name, brief) ROW("", key, 0, AS_LAYOUT, name) brief "\0"
#define WHEN(key)		 LAYOUT(key, "", "")
#define OTHERWISE		 LAYOUT("*", "", "")
#define CS_INTERFACE		 "24"
#define CS_ENDPOINT		 "25"

#define ROW(times, name, size, kind, meaning) name "\0" times #size LETTER(kind) meaning "\0"
#define LETTER(kind)			      LETTER_OF(kind)
#define LETTER_OF(letter)		      #letter

#endif
