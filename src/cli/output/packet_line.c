/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <time.h>

#include "json.h"
#include "packet_line.h"

void packet_line(struct output *out, const void *data, size_t length, const char *error)
{
	const unsigned char *bytes = data;
	struct timespec now;
	struct tm local;
	time_t seconds;

	clock_gettime(CLOCK_REALTIME, &now);
	seconds = now.tv_sec;
	localtime_r(&seconds, &local);
	output_format(out, "%02d:%02d:%02d.%06ld %5zu ", local.tm_hour, local.tm_min, local.tm_sec,
		      now.tv_nsec / 1000, length);
	for (size_t i = 0; i < length; i++)
		output_format(out, " %02x", bytes[i]);
	if (error)
		output_format(out, " (%s)", error);
	output_text(out, "\n");
}

void packet_line_json(struct output *out, const void *data, size_t length, const char *error)
{
	struct timespec now;
	struct json json;
	char time[40];

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(time, sizeof time, "%lld.%06ld", (long long)now.tv_sec, now.tv_nsec / 1000);
	json_begin(&json, out, false);
	json_object_begin(&json, NULL);
	json_decimal(&json, "time", time);
	json_number(&json, "length", (long long)length);
	json_bytes(&json, "data", data, length);
	json_string(&json, "error", error);
	json_object_end(&json);
	json_end(&json);
}
