/* SPDX-License-Identifier: MIT */
/*
 * Plays the tone of tone_wave.h through the kernel's sound driver: play
 *
 * Takes the first sound card. The driver has the whole tone before it begins, so that no sample
 * comes late however slow the machine is. Silence follows the tone: the last packets before the end
 * of a stream can be lost.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include <sound/asound.h>

#include "tone_wave.h"

#define CARD "/dev/snd/pcmC0D0p"
/* The device plays from a buffer of its own, which is to run dry before it is switched off. */
#define DRAIN_S 4

#define FRAMES (TONE_FRAMES + TONE_RATE / 10)

static int16_t samples[FRAMES][TONE_CHANNELS];
static int fd;

/* Of the errors, `allowed` is none. */
static void call(const char *what, unsigned int request, void *argument, int allowed)
{
	if (ioctl(fd, request, argument) == 0 || errno == allowed)
		return;
	printf("play: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void allow_all(struct snd_pcm_hw_params *params)
{
	memset(params, 0, sizeof *params);
	memset(params->masks, 0xff, sizeof params->masks);
	for (size_t i = 0; i < sizeof params->intervals / sizeof params->intervals[0]; i++)
		params->intervals[i].max = UINT32_MAX;
	params->rmask = UINT32_MAX;
	params->info = UINT32_MAX;
}

static void allow_one(struct snd_pcm_hw_params *params, unsigned int parameter, unsigned int value)
{
	struct snd_mask *mask = &params->masks[parameter - SNDRV_PCM_HW_PARAM_FIRST_MASK];

	memset(mask, 0, sizeof *mask);
	mask->bits[value / 32] = 1U << value % 32;
}

static struct snd_interval *interval_of(struct snd_pcm_hw_params *params, unsigned int parameter)
{
	return &params->intervals[parameter - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL];
}

static void allow_from(struct snd_pcm_hw_params *params, unsigned int parameter, unsigned int min,
		       unsigned int max)
{
	*interval_of(params, parameter) =
		(struct snd_interval){.min = min, .max = max, .integer = 1};
}

static void configure(void)
{
	struct snd_pcm_sw_params software = {.avail_min = 1, .start_threshold = FRAMES};
	struct snd_pcm_hw_params params;

	allow_all(&params);
	allow_one(&params, SNDRV_PCM_HW_PARAM_ACCESS, SNDRV_PCM_ACCESS_RW_INTERLEAVED);
	allow_one(&params, SNDRV_PCM_HW_PARAM_FORMAT, SNDRV_PCM_FORMAT_S16_LE);
	allow_from(&params, SNDRV_PCM_HW_PARAM_CHANNELS, TONE_CHANNELS, TONE_CHANNELS);
	allow_from(&params, SNDRV_PCM_HW_PARAM_RATE, TONE_RATE, TONE_RATE);
	allow_from(&params, SNDRV_PCM_HW_PARAM_BUFFER_SIZE, FRAMES, UINT32_MAX);
	call("hardware parameters", SNDRV_PCM_IOCTL_HW_PARAMS, &params, 0);
	software.stop_threshold = interval_of(&params, SNDRV_PCM_HW_PARAM_BUFFER_SIZE)->max;
	call("software parameters", SNDRV_PCM_IOCTL_SW_PARAMS, &software, 0);
	call("prepare", SNDRV_PCM_IOCTL_PREPARE, NULL, 0);
}

int main(void)
{
	struct snd_xferi transfer = {.buf = samples, .frames = FRAMES};

	fd = open(CARD, O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		perror("play: " CARD);
		return 1;
	}
	for (uint32_t frame = 0; frame < TONE_FRAMES; frame++)
		for (unsigned int channel = 0; channel < TONE_CHANNELS; channel++)
			samples[frame][channel] = tone_sample(channel, frame);
	configure();
	call("write", SNDRV_PCM_IOCTL_WRITEI_FRAMES, &transfer, 0);
	/* The tone may have ended before. */
	call("drain", SNDRV_PCM_IOCTL_DRAIN, NULL, EPIPE);
	nanosleep(&(struct timespec){.tv_sec = DRAIN_S}, NULL);
	close(fd);
	printf("played %ld of %d frames\n", (long)transfer.result, FRAMES);
	return transfer.result != FRAMES;
}
