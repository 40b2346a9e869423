/* SPDX-License-Identifier: MIT */
/*
 * The tone that tone.c plays and compare_wav.c looks for: two sweeps that never repeat, so that
 * each sample's place is known, made of integers, so that both have the very same one.
 */
#ifndef TONE_WAVE_H
#define TONE_WAVE_H

#include <stdint.h>

#define TONE_RATE     48000
#define TONE_CHANNELS 2
#define TONE_QUEUED   48000 /* frames played through the queue */
#define TONE_WRITTEN  24000 /* frames played by one cusb_write() after them */
#define TONE_FRAMES   (TONE_QUEUED + TONE_WRITTEN)

/*
 * Left rises from 200 Hz by 2 kHz a second, right falls from 4 kHz as fast. The phase is that of a
 * turn of 2^32; a parabola for each half of it is near enough to a sine.
 */
static inline int16_t tone_sample(unsigned int channel, uint32_t frame)
{
	uint32_t hz = UINT32_MAX / TONE_RATE + 1, bend = 2000 * hz / TONE_RATE / 2 * frame * frame;
	uint32_t phase = channel == 0 ? 200 * hz * frame + bend : 4000 * hz * frame - bend;
	int32_t x = (int32_t)(phase >> 16) - 32768;

	return (int16_t)(x * (32768 - (x < 0 ? -x : x)) / 16384);
}

#endif
