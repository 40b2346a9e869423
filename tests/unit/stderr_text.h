/* SPDX-License-Identifier: MIT */
/* What is written to stderr between two calls. */
#ifndef STDERR_TEXT_H
#define STDERR_TEXT_H

void stderr_begin(void);
/* Up to 4095 bytes of it; as it was before, from here on. */
const char *stderr_end(void);

#endif
