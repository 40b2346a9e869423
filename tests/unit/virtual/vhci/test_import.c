/* SPDX-License-Identifier: MIT */
/* What a server answers to the import of a device; without vhci_hcd. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cusb/error.h>
#include <cusb/vhci.h>

#include "usbip/operation.h"

#include "unit.h"

static int ends[2];

static void begin(void)
{
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
}

static void end(void)
{
	close(ends[0]);
	close(ends[1]);
}

FIXTURE(begin, end)

static void answer(uint16_t code, uint32_t status)
{
	uint8_t bytes[USBIP_OP_SIZE];

	usbip_encode_operation(&(struct usbip_operation){USBIP_VERSION, code, status}, bytes);
	ck_assert_int_eq(send(ends[1], bytes, sizeof bytes, 0), sizeof bytes);
}

static const struct {
	uint16_t code;
	uint32_t status;
	int err;
	const char *text;
} answers[] = {
	{USBIP_OP_REP_IMPORT, USBIP_ST_NA, -ENODEV, "the server does not lend 1-2"},
	{USBIP_OP_REP_IMPORT, USBIP_ST_NODEV, -ENODEV, "the server does not lend 1-2"},
	{USBIP_OP_REP_IMPORT, USBIP_ST_DEV_BUSY, -EBUSY, "another client of the server uses 1-2"},
	{USBIP_OP_REP_DEVLIST, USBIP_ST_OK, -EPROTO, "the server does not speak USB/IP"},
};

CASE_PER_ROW(a_server_refuses, answers)
{
	struct cusb_vhci_port port;

	answer(answers[_i].code, answers[_i].status);
	ck_assert_int_eq(cusb_vhci_import(ends[0], "1-2", &port), answers[_i].err);
	ck_assert_str_eq(cusb_error_text(answers[_i].err), answers[_i].text);
}

CASE(the_request_names_the_device)
{
	uint8_t bytes[USBIP_OP_SIZE + USBIP_BUSID_SIZE];
	struct usbip_operation request;
	struct cusb_vhci_port port;

	answer(USBIP_OP_REP_IMPORT, USBIP_ST_NODEV);
	cusb_vhci_import(ends[0], "1-2", &port);
	ck_assert_int_eq(recv(ends[1], bytes, sizeof bytes, MSG_DONTWAIT), sizeof bytes);
	usbip_decode_operation(bytes, &request);
	ck_assert_int_eq(request.version, USBIP_VERSION);
	ck_assert_int_eq(request.code, USBIP_OP_REQ_IMPORT);
	ck_assert_str_eq((char *)bytes + USBIP_OP_SIZE, "1-2");
}

CASE(a_server_hangs_up)
{
	struct cusb_vhci_port port;

	ck_assert_int_eq(shutdown(ends[1], SHUT_WR), 0);
	ck_assert_int_eq(cusb_vhci_import(ends[0], "1-2", &port), -EPROTO);
}
