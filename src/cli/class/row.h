/* SPDX-License-Identifier: MIT */
/*
 * The rows of the tables of class descriptors. A row is a field: its name in the specification, its
 * size, and its kind, which decides how the value is shown. The rows are in the order of the bytes.
 * Text and JSON both come from these tables. table.h has the form in which they are written.
 */
#ifndef CUSB_CLI_CLASS_ROW_H
#define CUSB_CLI_CLASS_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The kinds, each a letter, since a table is a text: KIND(AS_HEX) is the number of AS_HEX. A list
 * of names is one text, too, with '|' between its entries:
 *
 *	AS_NAMED	"101 USB Streaming|201 Microphone": the value in hexadecimal, and its name
 *	AS_GUID		the same, with the text of a GUID as the value
 *	AS_BITS		"Mute||Bass": the names of the bits from bit 0 on. An empty name is a
 *			reserved bit. "#2 Type=None/One/Two" is a field of two bits with the names
 *			of its values; without '=' its value is a number
 *	AS_PAIRS	"Mute|Volume": names of controls, two bits each: none, read-only, read and
 *			write
 *	AS_NUMBER	a unit: "ms"; "*2 ms" has a factor
 *	AS_CLASS	as AS_NAMED: the name of class 0
 */
#define AS_NUMBER    A
#define AS_HEX	     B
#define AS_VERSION   C /* binary coded decimal */
#define AS_BITS	     D
#define AS_PAIRS     E
#define AS_NAMED     F
#define AS_STRING    G /* the index of a string descriptor */
#define AS_BYTES     H /* hexadecimal digits */
#define AS_TEXT	     I /* ASCII, also as UTF-16 */
#define AS_GUID	     J
#define AS_INTERVAL  K /* of frames, in units of 100 ns */
#define AS_SUBLINK   L /* a sublink speed attribute of SuperSpeedPlus */
#define AS_CLASS     M /* a class code; the next two have the names that they have in its class */
#define AS_SUBCLASS  N
#define AS_PROTOCOL  O
#define AS_ENDPOINT  P /* an address: number and direction */
#define AS_POWER     Q /* bMaxPower, whose unit depends on the speed */
#define AS_PACKET_0  R /* bMaxPacketSize0: an exponent at SuperSpeed */
#define AS_PACKET    S /* wMaxPacketSize */
#define AS_COMPANION T /* bmAttributes of a SuperSpeed companion: its endpoint decides */
#define AS_GROUP     U /* `meaning` is a block of rows that repeat together */
#define AS_CHOICE    V /* `meaning` is a block of layouts; the kept value chooses one by its key */
#define AS_LAYOUT    W /* the begin of a layout; `name` is its key, `meaning` its name */
#define AS_MAY_END   X /* no field: the descriptor may end here */
#define AS_END	     Y /* the end of a block, and of a table */

enum row_kind {
	KIND_A = 'A', KIND_B, KIND_C, KIND_D, KIND_E, KIND_F, KIND_G, KIND_H, KIND_I,
	KIND_J, KIND_K, KIND_L, KIND_M, KIND_N, KIND_O, KIND_P, KIND_Q, KIND_R, KIND_S,
	KIND_T, KIND_U, KIND_V, KIND_W, KIND_X, KIND_Y
};
#define KIND(kind)	KIND_OF(kind)
#define KIND_OF(letter) KIND_##letter

/* Values that later rows need: `keep` of a row is 1 to 3, and keeps its value under this number. */
#define KEPT_COUNT 4

/* `size` of a row whose size in bytes is the kept value N. */
#define SIZE_KEPT(n) (0x80 | (n))
/* `size` of a row that takes all bytes that the rows after it leave. */
#define SIZE_REST 0x7f
/* `times` of a row that repeats until the rows after it need the bytes. */
#define TIMES_REST 0xff

struct row {
	const char *name;
	const char *meaning; /* NULL: the value says it all */
	uint8_t size;	     /* bytes */
	uint8_t kind;	     /* enum row_kind */
	uint8_t keep;	     /* 0: the value is not kept */
	uint8_t times;	     /* 0: once; 1 to 3: a kept value; of AS_CHOICE the one that chooses */
	const char *brief;   /* of AS_LAYOUT */
};

/*
 * Reads the row at *rows, and sets *rows behind it and its block. Returns false at the end of the
 * block or of the layout: `row` has the kind of this end then.
 */
bool row_next(const char **rows, struct row *row);

/* The form of a descriptor. */
struct layout {
	uint32_t key; /* bDescriptorType, or that and the subtype; or a kept value */
	bool any;     /* of all other keys */
	const char *name;
	const char *rows;
	/*
	 * One line for a person, or "": "$bTerminalID" stands for the meaning of this field, or its
	 * value. A '+' at the beginning continues the line before.
	 */
	const char *brief;
};

/* Reads the layout at *layouts, and sets *layouts to the next one. Returns false at the end. */
bool layout_next(const char **layouts, struct layout *layout);

/*
 * The layout of a key: `short_key` is compared with keys of two digits at most, `key` with longer
 * ones. Returns false if there is none.
 */
bool layout_find(const char *layouts, uint32_t short_key, uint32_t key, struct layout *found);

#endif
