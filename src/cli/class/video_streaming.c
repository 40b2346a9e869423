/* SPDX-License-Identifier: MIT */
/* Video streaming interfaces: UVC 1.5, 3.9, and the documents of its payloads. */
#include "tables.h"

static const char interlace[] = "interlaced|1 field per frame|field 1 first||"
				"#2 field pattern=field 1 only/field 2 only/regular/random";

static const char frame_capabilities[] = "still image|fixed frame rate";

static const char stream_controls[] =
	"wKeyFrameRate|wPFrameRate|wCompQuality|wCompWindowSize|Generate Key Frame|"
	"Update Frame Segment";

static const char primaries[] =
	"0 Unspecified|1 BT.709, sRGB|2 BT.470-2 (M)|3 BT.470-2 (B, G)|4 SMPTE 170M|"
	"5 SMPTE 240M";

static const char transfers[] =
	"0 Unspecified|1 BT.709|2 BT.470-2 (M)|3 BT.470-2 (B, G)|4 SMPTE 170M|"
	"5 SMPTE 240M|6 Linear|7 sRGB";

static const char matrices[] =
	"0 Unspecified|1 BT.709|2 FCC|3 BT.470-2 (B, G)|4 SMPTE 170M (BT.601)|"
	"5 SMPTE 240M";

static const struct row input_header[] = {
	{"bNumFormats", 1, AS_NUMBER, 1, 0, NULL},
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{"bEndpointAddress", 1, AS_ENDPOINT, 0, 0, NULL},
	{"bmInfo", 1, AS_BITS, 0, 0, "dynamic format change"},
	{"bTerminalLink", 1, AS_NUMBER, 0, 0, NULL},
	{"bStillCaptureMethod", 1, AS_NUMBER, 0, 0, NULL},
	{"bTriggerSupport", 1, AS_NUMBER, 0, 0, NULL},
	{"bTriggerUsage", 1, AS_NUMBER, 0, 0, NULL},
	{"bControlSize", 1, AS_NUMBER, 2, 0, NULL},
	{"bmaControls", SIZE_KEPT(2), AS_BITS, 0, 1, stream_controls},
	{0},
};

static const struct row output_header[] = {
	{"bNumFormats", 1, AS_NUMBER, 1, 0, NULL},
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{"bEndpointAddress", 1, AS_ENDPOINT, 0, 0, NULL},
	{"bTerminalLink", 1, AS_NUMBER, 0, 0, NULL},
	{"bControlSize", 1, AS_NUMBER, 2, 0, NULL},
	{"bmaControls", SIZE_KEPT(2), AS_BITS, 0, 1, stream_controls},
	{0},
};

static const struct row image_size[] = {
	{"wWidth", 2, AS_NUMBER, 0, 0, NULL},
	{"wHeight", 2, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row still_image[] = {
	{"bEndpointAddress", 1, AS_ENDPOINT, 0, 0, NULL},
	{"bNumImageSizePatterns", 1, AS_NUMBER, 1, 0, NULL},
	{"sizes", 0, AS_GROUP, 0, 1, image_size},
	{"bNumCompressionPattern", 1, AS_NUMBER, 2, 0, NULL},
	{"bCompression", 1, AS_NUMBER, 0, 2, NULL},
	{0},
};

static const struct row uncompressed[] = {
	{"bFormatIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bNumFrameDescriptors", 1, AS_NUMBER, 0, 0, NULL},
	{"guidFormat", 16, AS_GUID, 0, 0, NULL},
	{"bBitsPerPixel", 1, AS_NUMBER, 0, 0, NULL},
	{"bDefaultFrameIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bAspectRatioX", 1, AS_NUMBER, 0, 0, NULL},
	{"bAspectRatioY", 1, AS_NUMBER, 0, 0, NULL},
	{"bmInterlaceFlags", 1, AS_BITS, 0, 0, interlace},
	{"bCopyProtect", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row mjpeg[] = {
	{"bFormatIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bNumFrameDescriptors", 1, AS_NUMBER, 0, 0, NULL},
	{"bmFlags", 1, AS_BITS, 0, 0, "fixed-size samples"},
	{"bDefaultFrameIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bAspectRatioX", 1, AS_NUMBER, 0, 0, NULL},
	{"bAspectRatioY", 1, AS_NUMBER, 0, 0, NULL},
	{"bmInterlaceFlags", 1, AS_BITS, 0, 0, interlace},
	{"bCopyProtect", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row mpeg2ts[] = {
	{"bFormatIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bDataOffset", 1, AS_NUMBER, 0, 0, NULL},
	{"bPacketLength", 1, AS_NUMBER, 0, 0, NULL},
	{"bStrideLength", 1, AS_NUMBER, 0, 0, NULL},
	MAY_END,
	{"guidStrideFormat", 16, AS_GUID, 0, 0, NULL},
	{0},
};

static const struct row dv[] = {
	{"bFormatIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"dwMaxVideoFrameBufferSize", 4, AS_NUMBER, 0, 0, "bytes"},
	{"bFormatType", 1, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row color[] = {
	{"bColorPrimaries", 1, AS_NAMED, 0, 0, primaries},
	{"bTransferCharacteristics", 1, AS_NAMED, 0, 0, transfers},
	{"bMatrixCoefficients", 1, AS_NAMED, 0, 0, matrices},
	{0},
};

static const struct row frame_based[] = {
	{"bFormatIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bNumFrameDescriptors", 1, AS_NUMBER, 0, 0, NULL},
	{"guidFormat", 16, AS_GUID, 0, 0, NULL},
	{"bBitsPerPixel", 1, AS_NUMBER, 0, 0, NULL},
	{"bDefaultFrameIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bAspectRatioX", 1, AS_NUMBER, 0, 0, NULL},
	{"bAspectRatioY", 1, AS_NUMBER, 0, 0, NULL},
	{"bmInterlaceFlags", 1, AS_BITS, 0, 0, interlace},
	{"bCopyProtect", 1, AS_NUMBER, 0, 0, NULL},
	{"bVariableSize", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row stream_based[] = {
	{"bFormatIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"guidFormat", 16, AS_GUID, 0, 0, NULL},
	{"dwPacketLength", 4, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

static const struct row continuous[] = {
	{"dwMinFrameInterval", 4, AS_INTERVAL, 0, 0, NULL},
	{"dwMaxFrameInterval", 4, AS_INTERVAL, 0, 0, NULL},
	{"dwFrameIntervalStep", 4, AS_NUMBER, 0, 0, "x 100 ns"},
	{0},
};

static const struct row discrete[] = {
	{"dwFrameInterval", 4, AS_INTERVAL, 0, 1, NULL},
	{0},
};

static const struct layout intervals[] = {
	{CHOSEN(0), NULL, continuous, NULL},
	{0, NULL, discrete, NULL},
};

static const struct row frame[] = {
	{"bFrameIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bmCapabilities", 1, AS_BITS, 0, 0, frame_capabilities},
	{"wWidth", 2, AS_NUMBER, 0, 0, NULL},
	{"wHeight", 2, AS_NUMBER, 0, 0, NULL},
	{"dwMinBitRate", 4, AS_NUMBER, 0, 0, "bit/s"},
	{"dwMaxBitRate", 4, AS_NUMBER, 0, 0, "bit/s"},
	{"dwMaxVideoFrameBufferSize", 4, AS_NUMBER, 0, 0, "bytes"},
	{"dwDefaultFrameInterval", 4, AS_INTERVAL, 0, 0, NULL},
	{"bFrameIntervalType", 1, AS_NUMBER, 1, 0, NULL},
	{"intervals", 0, AS_CHOICE, 0, 1, intervals},
	{0},
};

static const struct row frame_based_frame[] = {
	{"bFrameIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bmCapabilities", 1, AS_BITS, 0, 0, frame_capabilities},
	{"wWidth", 2, AS_NUMBER, 0, 0, NULL},
	{"wHeight", 2, AS_NUMBER, 0, 0, NULL},
	{"dwMinBitRate", 4, AS_NUMBER, 0, 0, "bit/s"},
	{"dwMaxBitRate", 4, AS_NUMBER, 0, 0, "bit/s"},
	{"dwDefaultFrameInterval", 4, AS_INTERVAL, 0, 0, NULL},
	{"bFrameIntervalType", 1, AS_NUMBER, 1, 0, NULL},
	{"dwBytesPerLine", 4, AS_NUMBER, 0, 0, NULL},
	{"intervals", 0, AS_CHOICE, 0, 1, intervals},
	{0},
};

static const struct row h264[] = {
	{"bFormatIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bNumFrameDescriptors", 1, AS_NUMBER, 0, 0, NULL},
	{"bDefaultFrameIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"bMaxCodecConfigDelay", 1, AS_NUMBER, 0, 0, "frames"},
	{"bmSupportedSliceModes", 1, AS_BITS, 0, 0,
	 "|MBs per slice|bytes per slice|slices per frame|rows per slice"},
	{"bmSupportedSyncFrameTypes", 1, AS_HEX, 0, 0, NULL},
	{"bResolutionScaling", 1, AS_HEX, 0, 0, NULL},
	{"Reserved1", 1, AS_HEX, 0, 0, NULL},
	{"bmSupportedRateControlModes", 1, AS_BITS, 0, 0,
	 "VBR with underflow|CBR|constant QP|global VBR with underflow|VBR|global VBR"},
	{"wMaxMBperSec", 2, AS_NUMBER, 0, TIMES_REST, "x 1000"},
	{0},
};

static const struct row h264_frame[] = {
	{"bFrameIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"wWidth", 2, AS_NUMBER, 0, 0, NULL},
	{"wHeight", 2, AS_NUMBER, 0, 0, NULL},
	{"wSARwidth", 2, AS_NUMBER, 0, 0, NULL},
	{"wSARheight", 2, AS_NUMBER, 0, 0, NULL},
	{"wProfile", 2, AS_HEX, 0, 0, NULL},
	{"bLevelIDC", 1, AS_NUMBER, 0, 0, NULL},
	{"wConstrainedToolset", 2, AS_HEX, 0, 0, NULL},
	{"bmSupportedUsages", 4, AS_HEX, 0, 0, NULL},
	{"bmCapabilities", 2, AS_HEX, 0, 0, NULL},
	{"bmSVCCapabilities", 4, AS_HEX, 0, 0, NULL},
	{"bmMVCCapabilities", 4, AS_HEX, 0, 0, NULL},
	{"dwMinBitRate", 4, AS_NUMBER, 0, 0, "bit/s"},
	{"dwMaxBitRate", 4, AS_NUMBER, 0, 0, "bit/s"},
	{"dwDefaultFrameInterval", 4, AS_INTERVAL, 0, 0, NULL},
	{"bNumFrameIntervals", 1, AS_NUMBER, 1, 0, NULL},
	{"dwFrameInterval", 4, AS_INTERVAL, 0, 1, NULL},
	{0},
};

#define FRAME "+$wWidth x $wHeight at $dwDefaultFrameInterval"

const struct layout video_streaming_layouts[] = {
	{CS_INTERFACE(0x01), "Input Header", input_header, NULL},
	{CS_INTERFACE(0x02), "Output Header", output_header, NULL},
	{CS_INTERFACE(0x03), "Still Image Frame", still_image, NULL},
	{CS_INTERFACE(0x04), "Uncompressed Format", uncompressed,
	 "format $bFormatIndex: $guidFormat"},
	{CS_INTERFACE(0x05), "Uncompressed Frame", frame, FRAME},
	{CS_INTERFACE(0x06), "MJPEG Format", mjpeg, "format $bFormatIndex: MJPEG"},
	{CS_INTERFACE(0x07), "MJPEG Frame", frame, FRAME},
	{CS_INTERFACE(0x0a), "MPEG-2 TS Format", mpeg2ts, "format $bFormatIndex: MPEG-2 TS"},
	{CS_INTERFACE(0x0c), "DV Format", dv, "format $bFormatIndex: DV"},
	{CS_INTERFACE(0x0d), "Color Matching", color, NULL},
	{CS_INTERFACE(0x10), "Frame Based Format", frame_based,
	 "format $bFormatIndex: $guidFormat"},
	{CS_INTERFACE(0x11), "Frame Based Frame", frame_based_frame, FRAME},
	{CS_INTERFACE(0x12), "Stream Based Format", stream_based,
	 "format $bFormatIndex: $guidFormat"},
	{CS_INTERFACE(0x13), "H.264 Format", h264, "format $bFormatIndex: H.264"},
	{CS_INTERFACE(0x14), "H.264 Frame", h264_frame, FRAME},
	{0, NULL, NULL, NULL},
};
