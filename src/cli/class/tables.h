/* SPDX-License-Identifier: MIT */
/* The tables, in the form of table.h: a file for each class, which says of which documents. */
#ifndef CUSB_CLI_CLASS_TABLES_H
#define CUSB_CLI_CLASS_TABLES_H

extern const char standard_layouts[];
extern const char bos_layouts[];
extern const char hub_layouts[];
extern const char hid_layouts[];
extern const char cdc_layouts[];
extern const char dfu_layouts[];
extern const char ccid_layouts[];
extern const char video_control_layouts[], video_streaming_layouts[];
extern const char audio1_control_layouts[], audio1_streaming_layouts[];
extern const char audio2_control_layouts[], audio2_streaming_layouts[];
extern const char audio3_control_layouts[], audio3_streaming_layouts[];
extern const char midi_layouts[];
extern const char uas_layouts[];
extern const char printer_layouts[];
/* status.c: answers, which are no descriptors */
extern const char device_status[], hub_status[], port_status[], super_port_status[];

/* platform.c: answers to the requests of platform capabilities; the types of Microsoft's */
extern const char webusb_url[];
extern const char ms_os_2_layouts[];
/* The first four bytes of the UUID of a platform capability. */
#define PLATFORM_WEBUSB	 0x3408b638
#define PLATFORM_MS_OS_2 0xd8dd60df

#endif
