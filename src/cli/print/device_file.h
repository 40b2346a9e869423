/* SPDX-License-Identifier: MIT */
/* A device as a text for --virtual; virtual.h has its format. */
#ifndef CUSB_CLI_PRINT_DEVICE_FILE_H
#define CUSB_CLI_PRINT_DEVICE_FILE_H

#include "device_bytes.h"

/* Opens the device if possible. Comments in the text name the parts that cannot be read. */
enum status device_file_print(const struct cli_bus *bus, struct cusb_device *dev,
			      struct output *out);

/*
 * device_file_strings.c: the languages, and the strings that descriptors name, also those of the
 * BOS, which may be empty. `answers` below 0: only the strings that the kernel has, because the
 * device cannot be asked.
 */
void device_file_print_strings(const struct cli_bus *bus, struct cusb_device *dev,
			       const struct device_bytes *bos, ssize_t answers, struct output *out);

/* device_file_control.c: the answers to requests of kernel drivers; `answers` as above. */
void device_file_print_answers(const struct cli_bus *bus, struct cusb_device *dev, ssize_t answers,
			       struct output *out);
/* One answer, as the device sent it. */
void device_file_print_answer(const struct cusb_setup *setup, const uint8_t *bytes, ssize_t length,
			      struct output *out);

#endif
