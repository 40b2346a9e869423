/* SPDX-License-Identifier: MIT */
/* The functions of a device from a text. */
#include <errno.h>
#include <string.h>

#include "virtual/build/text.h"

static bool fits(int wanted, unsigned int value)
{
	return wanted < 0 || (unsigned int)wanted == value;
}

static bool request_fits(const struct text_request *request, const struct cusb_setup *setup)
{
	bool takes = !(setup->bmRequestType & CUSB_CTRL_IN);

	return fits(request->bmRequestType, setup->bmRequestType) &&
	       fits(request->bRequest, setup->bRequest) && fits(request->wValue, setup->wValue) &&
	       fits(request->wIndex, setup->wIndex) && (request->err || request->takes == takes);
}

static ssize_t fulfil(const struct text_request *request, const struct cusb_setup *setup,
		      uint8_t *data)
{
	if (request->err)
		return request->err;
	if (request->takes)
		return setup->wLength;
	return virtual_answer(setup, data, request->bytes, request->length);
}

/* The next answer to a request, which has `then` lines behind it; the last answer stays. */
static size_t next_answer(const struct text_model *text, struct text_state *state, size_t request)
{
	size_t next = request + state->given[request];

	if (next + 1 < text->request_count && text->requests[next + 1].then)
		state->given[request]++;
	return next;
}

ssize_t text_device_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			    uint8_t *data)
{
	const struct text_model *text = cusb_virtual_user(dev);

	for (size_t i = 0; i < text->request_count; i++)
		if (!text->requests[i].then && request_fits(&text->requests[i], setup)) {
			i = next_answer(text, cusb_virtual_state(dev), i);
			return fulfil(&text->requests[i], setup, data);
		}
	return -EPIPE;
}

int text_device_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		    size_t length)
{
	const struct text_model *text = cusb_virtual_user(dev);
	struct text_state *state = cusb_virtual_state(dev);
	unsigned int number = address & CUSB_ENDPOINT_ADDRESS_MASK;
	int err = text->takes >> number & 1 ? 0 : -EAGAIN;

	if (text->loops[number])
		err = pipe_put(&state->pipes[text->loops[number]], packet, length);
	if (err == 0)
		state->written++;
	return err;
}

/* The first packet of an endpoint at or after a position; NULL: none. */
static const struct text_packet *find_packet(const struct text_model *text, uint8_t endpoint,
					     size_t *at)
{
	for (; *at < text->packet_count; ++*at)
		if (text->packets[*at].endpoint == endpoint)
			return &text->packets[*at];
	return NULL;
}

ssize_t text_device_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		       size_t room)
{
	const struct text_model *text = cusb_virtual_user(dev);
	struct text_state *state = cusb_virtual_state(dev);
	unsigned int number = address & CUSB_ENDPOINT_ADDRESS_MASK;
	const struct text_packet *next = find_packet(text, address, &state->next[number]);

	if (!next && text->again >> number & 1) {
		state->next[number] = 0;
		next = find_packet(text, address, &state->next[number]);
	}
	if (!next)
		return pipe_get(&state->pipes[number], packet, room);
	if (next->after > state->written)
		return -EAGAIN;
	state->next[number]++;
	if (next->length > room)
		return -EOVERFLOW;
	memcpy(packet, next->bytes, next->length);
	return (ssize_t)next->length;
}

void text_device_free(struct cusb_virtual_device *dev)
{
	struct text_state *state = cusb_virtual_state(dev);

	for (unsigned int i = 0; i < 16; i++)
		pipe_clear(&state->pipes[i]);
}

void text_device_restart(struct cusb_virtual_device *dev)
{
	const struct text_model *text = cusb_virtual_user(dev);
	struct text_state *state = cusb_virtual_state(dev);

	if (text->keeps)
		return;
	text_device_free(dev);
	memset(state, 0, sizeof *state + text->request_count * sizeof state->given[0]);
}
