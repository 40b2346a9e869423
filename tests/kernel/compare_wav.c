/* SPDX-License-Identifier: MIT */
/*
 * Looks for the tone of tone_wave.h in what a sound device recorded: compare_wav FILE [TIMES]
 *
 * The file is a WAV of 16 bits stereo at 48 kHz. The tone is in it that many times, once unless
 * told otherwise. There may be silence before each tone and after it, and nothing else. Runs on the
 * host, after the guest.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tone_wave.h"

/* What a mixer may do to a sample by rounding. */
#define DEVIATION_MAX 2
#define FRAME_BYTES   (TONE_CHANNELS * 2)
#define HEADER_BYTES  44
#define SECONDS_MAX   60

static uint8_t file[HEADER_BYTES + SECONDS_MAX * TONE_RATE * FRAME_BYTES];

__attribute__((noreturn)) static void fail(const char *what, long place)
{
	printf("compare_wav: %s (%ld)\n", what, place);
	exit(1);
}

static long little_endian(const uint8_t *bytes, unsigned int count)
{
	long value = 0;

	while (count-- > 0)
		value = value << 8 | bytes[count];
	return value;
}

/* Reads the file whole; how many frames it has. */
static long load(const char *path)
{
	FILE *stream = fopen(path, "rb");
	size_t length = stream ? fread(file, 1, sizeof file, stream) : 0;

	if (!stream || length < HEADER_BYTES || length == sizeof file)
		fail("the file cannot be read, or is too long", (long)length);
	fclose(stream);
	if (memcmp(file, "RIFF", 4) != 0 || memcmp(file + 8, "WAVEfmt ", 8) != 0 ||
	    memcmp(file + 36, "data", 4) != 0)
		fail("not a WAV file", 0);
	if (little_endian(file + 20, 2) != 1 || little_endian(file + 22, 2) != TONE_CHANNELS ||
	    little_endian(file + 24, 4) != TONE_RATE || little_endian(file + 34, 2) != 16)
		fail("not 16 bits stereo at 48 kHz", little_endian(file + 24, 4));
	return (long)(length - HEADER_BYTES) / FRAME_BYTES;
}

static int recorded(long frame, unsigned int channel)
{
	const uint8_t *at = file + HEADER_BYTES + frame * FRAME_BYTES + channel * 2;

	return (int16_t)(uint16_t)(at[0] | at[1] << 8);
}

static bool silent(long frame)
{
	for (unsigned int channel = 0; channel < TONE_CHANNELS; channel++)
		if (abs(recorded(frame, channel)) > DEVIATION_MAX)
			return false;
	return true;
}

/* The first frame of the tone that can be told from silence. */
static long first_loud(void)
{
	for (long frame = 0;; frame++)
		for (unsigned int channel = 0; channel < TONE_CHANNELS; channel++)
			if (abs(tone_sample(channel, (uint32_t)frame)) > DEVIATION_MAX)
				return frame;
}

static int deviation(long frame, long begin)
{
	int most = 0;

	for (unsigned int channel = 0; channel < TONE_CHANNELS; channel++) {
		int off = abs(recorded(begin + frame, channel) -
			      tone_sample(channel, (uint32_t)frame));

		most = off > most ? off : most;
	}
	return most;
}

/* Looks for one tone from a place on; where it ends. */
static long compare(long begin, long frames)
{
	int off, most = 0;

	while (begin < frames && silent(begin))
		begin++;
	begin -= first_loud();
	if (begin < 0 || begin + TONE_FRAMES > frames)
		fail("too short: frames beginning with the first that is not silent",
		     frames - begin);
	for (long frame = 0; frame < TONE_FRAMES; frame++) {
		off = deviation(frame, begin);
		if (off > DEVIATION_MAX)
			fail("another sound than was played, from frame", frame);
		most = off > most ? off : most;
	}
	printf("%d frames as they were played; deviation at most %d of 32767\n", TONE_FRAMES, most);
	return begin + TONE_FRAMES;
}

int main(int argc, char **argv)
{
	long frames = argc > 1 ? load(argv[1]) : 0, at = 0;

	if (argc < 2)
		fail("usage: compare_wav FILE [TIMES]", argc);
	for (int i = argc > 2 ? atoi(argv[2]) : 1; i > 0; i--)
		at = compare(at, frames);
	for (; at < frames; at++)
		if (!silent(at))
			fail("more sound after the tone's end, at frame", at);
	return 0;
}
