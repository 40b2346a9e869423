/* SPDX-License-Identifier: MIT */
/* Names of class, subclass and protocol codes. */
#ifndef CUSB_CLI_CLASS_CODES_H
#define CUSB_CLI_CLASS_CODES_H

#include "text.h"

/* Each adds the name of a code to the text, or nothing if it has none. */
void codes_class(struct class_text *text, unsigned int class);
void codes_subclass(struct class_text *text, unsigned int class, unsigned int subclass);
void codes_protocol(struct class_text *text, unsigned int class, unsigned int subclass,
		    unsigned int protocol);
/* The names that the codes of an interface have, with commas. */
void codes_names(struct class_text *text, unsigned int class, unsigned int subclass,
		 unsigned int protocol);

#endif
