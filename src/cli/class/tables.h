/* SPDX-License-Identifier: MIT */
/* The tables: a file for each class, which says of which documents. Each ends with an empty row. */
#ifndef CUSB_CLI_CLASS_TABLES_H
#define CUSB_CLI_CLASS_TABLES_H

#include "row.h"

extern const struct layout standard_layouts[];
extern const struct layout bos_layouts[]; /* by bDevCapabilityType */
extern const struct layout hub_layouts[];
extern const struct layout hid_layouts[];
extern const struct layout cdc_layouts[];
extern const struct layout dfu_layouts[];
extern const struct layout ccid_layouts[];
extern const struct layout video_control_layouts[], video_streaming_layouts[];
extern const struct layout audio1_control_layouts[], audio1_streaming_layouts[];
extern const struct layout audio2_control_layouts[], audio2_streaming_layouts[];
extern const struct layout audio3_control_layouts[], audio3_streaming_layouts[];
extern const struct layout midi_layouts[];
extern const struct layout uas_layouts[];
extern const struct layout printer_layouts[];
/* status.c: answers, which are no descriptors */
extern const struct row device_status[], hub_status[], port_status[], super_port_status[];

/* platform.c: answers to the requests of platform capabilities; the types of Microsoft's */
extern const struct row webusb_url[];
extern const struct layout ms_os_2_layouts[];
/* The first four bytes of the UUID of a platform capability. */
#define PLATFORM_WEBUSB	 0x3408b638
#define PLATFORM_MS_OS_2 0xd8dd60df

/* terminals.c: names that several tables have. */
extern const char terminal_types[], camera_terminal_types[], channel_counts[];
extern const char audio_channels[], audio_controls[], audio_effects[]; /* from UAC 2.0 on */

#endif
