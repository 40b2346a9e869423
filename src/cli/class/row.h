/* SPDX-License-Identifier: MIT */
/*
 * The tables of class descriptors. A row is a field: its name in the specification, its size, and
 * its kind, which decides how the value is shown. The rows are in the order of the bytes. Text and
 * JSON both come from these tables.
 */
#ifndef CUSB_CLI_CLASS_ROW_H
#define CUSB_CLI_CLASS_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A list of names is one text, with '|' between its entries:
 *
 *	AS_NAMED	"101 USB Streaming|201 Microphone": the value in hexadecimal digits, and its name
 *	AS_GUID		the same, with the text of a GUID as the value
 *	AS_BITS		"Mute||Bass": the names of the bits from bit 0 on. An empty name is a reserved
 *			bit. "#2 Type=None/One/Two" is a field of two bits with the names of its values;
 *			without '=' its value is a number
 *	AS_PAIRS	"Mute|Volume": names of controls, two bits each: none, read-only, read and write
 *	AS_NUMBER	a unit: "ms"; "*2 ms" has a factor
 *	AS_CLASS	as AS_NAMED: the name of class 0
 */
enum row_kind {
	AS_NUMBER,
	AS_HEX,
	AS_VERSION,   /* binary coded decimal */
	AS_BITS,
	AS_PAIRS,
	AS_NAMED,
	AS_STRING,    /* the index of a string descriptor */
	AS_BYTES,     /* hexadecimal digits */
	AS_TEXT,      /* ASCII, also as UTF-16 */
	AS_GUID,
	AS_INTERVAL,  /* of frames, in units of 100 ns */
	AS_SUBLINK,   /* a sublink speed attribute of SuperSpeedPlus */
	AS_CLASS,     /* a class code; the next two have the names that they have in its class */
	AS_SUBCLASS,
	AS_PROTOCOL,
	AS_ENDPOINT,  /* an address: number and direction */
	AS_POWER,     /* bMaxPower, whose unit depends on the speed */
	AS_PACKET_0,  /* bMaxPacketSize0: an exponent at SuperSpeed */
	AS_PACKET,    /* wMaxPacketSize */
	AS_COMPANION, /* bmAttributes of a SuperSpeed companion: its endpoint decides */
	AS_GROUP,     /* `meaning` is a table of rows that repeat together */
	AS_CHOICE,    /* `meaning` is a table of layouts; the kept value chooses one by its key */
	AS_END        /* no field: the descriptor may end here */
};

/* Values that later rows need: `keep` of a row is 1 to 3, and keeps its value under this number. */
#define KEPT_COUNT 4

/* `size` of a row whose size in bytes is the kept value N. */
#define SIZE_KEPT(n) (0x80 | (n))
/* `size` of a row that takes all bytes that the rows after it leave. */
#define SIZE_REST 0x7f
/* `times` of a row that repeats until the rows after it need the bytes. */
#define TIMES_REST 0xff

struct row {
	const char *name; /* NULL ends a table */
	uint8_t size;	  /* bytes */
	uint8_t kind;	  /* enum row_kind */
	uint8_t keep;	  /* 0: the value is not kept */
	uint8_t times;	  /* 0: once; 1 to 3: a kept value; of AS_CHOICE the kept value that chooses */
	const void *meaning;
};

/* The row before fields that not every version of a class has. */
#define MAY_END {"", 0, AS_END, 0, 0, NULL}

/*
 * The form of a descriptor. `key` 0 ends a table; if it has rows, they are the form of all other
 * keys.
 */
struct layout {
	uint32_t key; /* bDescriptorType, or that and the subtype: CS_INTERFACE(2); or a kept value */
	const char *name;
	const struct row *rows;
	/*
	 * One line for a person, or NULL: "$bTerminalID" stands for the meaning of this field, or
	 * its value. A '+' at the beginning continues the line before.
	 */
	const char *brief;
};

/* The key in a table of AS_CHOICE: the kept value, of which 32 bits count. */
#define CHOSEN(value)	      ((uint32_t)(value) + 1)
#define CS_INTERFACE(subtype) (0x2400 | (subtype))
#define CS_ENDPOINT(subtype)  (0x2500 | (subtype))

/* A class with tables. */
#define ANY 0x100
struct class_table {
	uint16_t class, subclass, protocol; /* ANY */
	const struct layout *layouts;
};

#endif
