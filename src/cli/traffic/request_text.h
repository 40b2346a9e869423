/* SPDX-License-Identifier: MIT */
#ifndef CUSB_CLI_TRAFFIC_REQUEST_TEXT_H
#define CUSB_CLI_TRAFFIC_REQUEST_TEXT_H

#include <cusb/backend.h>

#define REQUEST_TEXT_SIZE 96

/* The eight bytes of a SETUP packet. */
struct cusb_setup setup_of(const uint8_t bytes[8]);
/* The name of a request; NULL: it has none that holds for each class. */
const char *request_name(const struct cusb_setup *setup);
/* A request in words: "GET_DESCRIPTOR configuration 0, 64 bytes". */
void request_text(const struct cusb_setup *setup, char text[REQUEST_TEXT_SIZE]);

#endif
