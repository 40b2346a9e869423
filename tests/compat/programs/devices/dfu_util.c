/* SPDX-License-Identifier: MIT */
/*
 * A device whose firmware can be replaced: 1209:0a10 runs it, and has one interface for
 * DFU_DETACH; the reset after that turns it into 1209:0a11, whose firmware can be read and written.
 * Device Firmware Upgrade 1.1.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define FILE_PATH     "/firmware/hello.txt"
#define FIRMWARE_MAX  1024
#define TRANSFER_SIZE 64

#define DFU_DETACH    0x2100
#define DFU_DNLOAD    0x2101
#define DFU_UPLOAD    0xa102
#define DFU_GETSTATUS 0xa103
#define DFU_CLRSTATUS 0x2104
#define DFU_GETSTATE  0xa105
#define DFU_ABORT     0x2106

enum dfu_state {
	DFU_IDLE = 2,
	DNLOAD_SYNC = 3,
	DNLOAD_IDLE = 5,
	MANIFEST_SYNC = 6,
	UPLOAD_IDLE = 9,
};

struct chip {
	uint8_t firmware[FIRMWARE_MAX];
	size_t length;
	uint8_t state;
	bool detached;		/* the next reset changes the mode */
	unsigned int changes;	/* of the mode */
	bool uploaded, written; /* to the end */
};

/* What the device was delivered with. */
static const char first_firmware[] = "the firmware that the device came with, a few blocks of it: "
				     "enough that it does not fit in one transfer\n";

static void begin(struct chip *chip)
{
	if (chip->state)
		return;
	chip->length = strlen(first_firmware);
	memcpy(chip->firmware, first_firmware, chip->length);
	chip->state = DFU_IDLE;
}

static ssize_t download(struct chip *chip, const struct cusb_setup *setup, const uint8_t *data)
{
	size_t at = (size_t)setup->wValue * TRANSFER_SIZE;

	if (setup->wLength == 0) {
		chip->written = true;
		chip->state = MANIFEST_SYNC;
		return 0;
	}
	if (at + setup->wLength > FIRMWARE_MAX)
		return -EPIPE;
	memcpy(chip->firmware + at, data, setup->wLength);
	chip->length = at + setup->wLength;
	chip->state = DNLOAD_SYNC;
	return setup->wLength;
}

static ssize_t upload(struct chip *chip, const struct cusb_setup *setup, uint8_t *data)
{
	size_t at = (size_t)setup->wValue * TRANSFER_SIZE;
	size_t left = at < chip->length ? chip->length - at : 0;

	chip->uploaded = left < setup->wLength;
	chip->state = chip->uploaded ? DFU_IDLE : UPLOAD_IDLE;
	return answer(setup, data, chip->firmware + at, left);
}

static ssize_t get_status(struct chip *chip, const struct cusb_setup *setup, uint8_t *data)
{
	uint8_t status[6] = {0};

	if (chip->state == DNLOAD_SYNC)
		chip->state = DNLOAD_IDLE;
	else if (chip->state == MANIFEST_SYNC)
		chip->state = DFU_IDLE;
	status[4] = chip->state;
	return answer(setup, data, status, sizeof status);
}

static ssize_t control_dfu(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			   uint8_t *data)
{
	struct chip *chip = cusb_virtual_state(dev);

	begin(chip);
	switch (REQUEST(setup)) {
	case DFU_DETACH:
		chip->detached = true;
		return 0;
	case DFU_DNLOAD:
		return download(chip, setup, data);
	case DFU_UPLOAD:
		return upload(chip, setup, data);
	case DFU_GETSTATUS:
		return get_status(chip, setup, data);
	case DFU_GETSTATE:
		return answer(setup, data, &chip->state, 1);
	case DFU_CLRSTATUS:
	case DFU_ABORT:
		chip->state = DFU_IDLE;
		return 0;
	default:
		return -EPIPE;
	}
}

/* Where its firmware runs, it knows DFU_DETACH and its status: appIDLE. */
static ssize_t control_run(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			   uint8_t *data)
{
	static const uint8_t idle[6] = {0};
	struct chip *chip = cusb_virtual_state(dev);

	switch (REQUEST(setup)) {
	case DFU_DETACH:
		chip->detached = true;
		return 0;
	case DFU_GETSTATUS:
		return answer(setup, data, idle, sizeof idle);
	case DFU_GETSTATE:
		return answer(setup, data, idle, 1);
	default:
		return -EPIPE;
	}
}

/* A reset shows by its first request: then it is another device. */
static bool leaves(void *state, const struct cusb_setup *setup)
{
	struct chip *chip = state;

	if (!chip->detached || REQUEST(setup) != 0x8006 || setup->wValue != 0x0100)
		return false;
	chip->detached = false;
	chip->changes++;
	return true;
}

static const char *missing(const void *state)
{
	const struct chip *chip = state;
	FILE *file = fopen(FILE_PATH, "re");
	uint8_t content[FIRMWARE_MAX];
	size_t length = file ? fread(content, 1, sizeof content, file) : 0;

	if (file)
		fclose(file);
	if (!chip->uploaded)
		return "the old firmware was not read";
	if (!chip->written || chip->length != length ||
	    memcmp(chip->firmware, content, length) != 0)
		return "the new firmware was not written";
	return chip->changes == 2 ? NULL : "it did not go to DFU mode and back";
}

/* Class application specific, subclass DFU; it can download, upload and go on afterwards. */
#define DFU_DEVICE(product, protocol)                                                              \
	DEVICE(0x0110, 64, 0x1209, product, 0x0100, 3), CONFIGURATION(9 + 9 + 9, 1, 100),          \
		INTERFACE(0, 0, 0, 0xfe, 1, protocol), 9, 0x21, 0x07, LE16(1000),                  \
		LE16(TRANSFER_SIZE), LE16(0x0110)

static const uint8_t run_descriptors[] = {DFU_DEVICE(0x0a10, 1)};
static const uint8_t dfu_descriptors[] = {DFU_DEVICE(0x0a11, 2)};
static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Example Corp.", "Chip", "0815", NULL};

static const struct cusb_virtual_model run_model = {
	.name = "chip",
	.speed = CUSB_SPEED_FULL,
	.descriptors = run_descriptors,
	.descriptors_length = sizeof run_descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct chip),
	.control = control_run,
};

static const struct cusb_virtual_model dfu_model = {
	.name = "chip-dfu",
	.speed = CUSB_SPEED_FULL,
	.descriptors = dfu_descriptors,
	.descriptors_length = sizeof dfu_descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct chip),
	.control = control_dfu,
};

STAND_IN(dfu_util) = {
	.program = "dfu-util",
	.job = "listed a device, brought it into DFU mode, read its firmware, wrote another and "
	       "let it run",
	.model = &run_model,
	.other_model = &dfu_model,
	.leaves = leaves,
	.missing = missing,
};
