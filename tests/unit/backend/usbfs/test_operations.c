/* SPDX-License-Identifier: MIT */
#include "backend/usbfs/usbfs_fixture.h"

static uint8_t ports[127];

static void begin_with_ports(void)
{
	usbfs_begin_opened();
	memset(ports, 0xee, sizeof ports);
}

FIXTURE(begin_with_ports, usbfs_end)

CASE(set_configuration_names_the_value)
{
	ck_assert_int_eq(backend->set_configuration(handle, 255), 0);
	check_number(USBDEVFS_SETCONFIGURATION, 255);
}

/* The kernel unconfigures, unless the device has a configuration 0. */
CASE(set_configuration_0_is_passed_on)
{
	ck_assert_int_eq(backend->set_configuration(handle, 0), 0);
	check_number(USBDEVFS_SETCONFIGURATION, 0);
}

CASE(set_altsetting_names_interface_and_setting)
{
	ck_assert_int_eq(backend->set_altsetting(handle, 2, 9), 0);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->request, USBDEVFS_SETINTERFACE);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->arg.setinterface.interface, 2);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->arg.setinterface.altsetting, 9);
}

CASE(clear_halt_names_the_endpoint)
{
	ck_assert_int_eq(backend->clear_halt(handle, 0x81), 0);
	check_number(USBDEVFS_CLEAR_HALT, 0x81);
}

CASE(reset_endpoint_names_the_endpoint)
{
	ck_assert_int_eq(backend->reset_endpoint(handle, 0x81), 0);
	check_number(USBDEVFS_RESETEP, 0x81);
}

CASE(reset_is_one_call_and_gives_its_error)
{
	sk_answer(sk, USBDEVFS_RESET, -ENODEV, NULL);
	ck_assert_int_eq(backend->reset(handle), -ENODEV);
	ck_assert_str_eq(sk_trace(sk), "i");
}

CASE(mask_of_privileges_is_handed_over)
{
	ck_assert_int_eq(backend->drop_privileges(handle, 0x80000001), 0);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->request, USBDEVFS_DROP_PRIVILEGES);
	ck_assert_uint_eq((unsigned int)sk_ioctl_at(sk, 0)->arg.number, 0x80000001);
}

CASE(privileges_on_an_old_kernel_are_enosys)
{
	sk_answer(sk, USBDEVFS_DROP_PRIVILEGES, -ENOTTY, NULL);
	ck_assert_int_eq(backend->drop_privileges(handle, 0), -ENOSYS);
}

static int power_operation(int i)
{
	switch (i) {
	case 0:
		return backend->power->allow_suspend(handle);
	case 1:
		return backend->power->forbid_suspend(handle);
	default:
		return backend->power->wait_for_resume(handle);
	}
}

static const unsigned long power_requests[] = {USBDEVFS_ALLOW_SUSPEND, USBDEVFS_FORBID_SUSPEND,
					       USBDEVFS_WAIT_FOR_RESUME};

CASE_PER_ROW(each_of_power_is_one_call_without_argument, power_requests)
{
	ck_assert_int_eq(power_operation(_i), 0);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->request, power_requests[_i]);
	ck_assert_ptr_null(sk_ioctl_at(sk, 0)->pointer);
	ck_assert_str_eq(sk_trace(sk), "i");
}

CASE_PER_ROW(power_on_an_old_kernel_is_enosys, power_requests)
{
	sk_answer(sk, power_requests[_i], -ENOTTY, NULL);
	ck_assert_int_eq(power_operation(_i), -ENOSYS);
}

CASE_PER_ROW(other_errors_of_power_are_as_they_come, power_requests)
{
	sk_answer(sk, power_requests[_i], -EINTR, NULL);
	ck_assert_int_eq(power_operation(_i), -EINTR);
}

static const struct {
	int events, result;
} resumes[] = {{POLLHUP, -ENODEV},
	       {POLLOUT | POLLHUP | POLLERR, -ENODEV},
	       {0, -EIO},
	       {POLLOUT, -EIO},
	       {-EINTR, -EIO}};

CASE_PER_ROW(failed_resume_of_an_unplugged_device_is_enodev, resumes)
{
	struct sk_step steps[] = {LOOKED(resumes[_i].events)};

	sk_play(sk, steps, ARRAY_SIZE(steps));
	sk_answer(sk, USBDEVFS_WAIT_FOR_RESUME, -EIO, NULL);
	ck_assert_int_eq(backend->power->wait_for_resume(handle), resumes[_i].result);
	ck_assert_str_eq(sk_trace(sk), "ip");
}

CASE(ports_come_from_the_driver_of_interface_0)
{
	const struct usbdevfs_hub_portinfo info = {.nports = 3, .port = {5, 0, 127}};

	sk_answer_bytes(sk, USBDEVFS_IOCTL, 4, &info, sizeof info);
	ck_assert_int_eq(backend->hub->ports(handle, ports), 3);
	ck_assert_mem_eq(ports, ((uint8_t[]){5, 0, 127, 0xee}), 4);
	ck_assert_int_eq(sk_ioctl_at(sk, 0)->arg.inner.ifno, 0);
	ck_assert_uint_eq((unsigned int)sk_ioctl_at(sk, 0)->arg.inner.ioctl_code,
			  USBDEVFS_HUB_PORTINFO);
}

CASE(most_ports_are_127)
{
	struct usbdevfs_hub_portinfo info = {.nports = 127};

	sk_answer_bytes(sk, USBDEVFS_IOCTL, 128, &info, sizeof info);
	ck_assert_int_eq(backend->hub->ports(handle, ports), 127);
	info.nports = (char)128;
	sk_answer_bytes(sk, USBDEVFS_IOCTL, 129, &info, sizeof info);
	ck_assert_int_eq(backend->hub->ports(handle, ports), -EBADMSG);
}

static const struct {
	int answer, result;
} port_refusals[] = {{-ENOTTY, -ENODATA}, {-EHOSTUNREACH, -EHOSTUNREACH}, {-EACCES, -EACCES}};

CASE_PER_ROW(ports_that_are_not_told, port_refusals)
{
	sk_answer(sk, USBDEVFS_IOCTL, port_refusals[_i].answer, NULL);
	ck_assert_int_eq(backend->hub->ports(handle, ports), port_refusals[_i].result);
	ck_assert_uint_eq(ports[0], 0xee);
}

CASE(claim_port_names_the_port)
{
	ck_assert_int_eq(backend->hub->claim_port(handle, 9), 0);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->request, USBDEVFS_CLAIM_PORT);
	ck_assert_int_eq(sk_ioctl_at(sk, 0)->arg.number, 9);
}

CASE(release_port_names_the_port)
{
	sk_answer(sk, USBDEVFS_RELEASE_PORT, -ENOENT, NULL);
	ck_assert_int_eq(backend->hub->release_port(handle, 9), -ENOENT);
	ck_assert_int_eq(sk_ioctl_at(sk, 0)->arg.number, 9);
}

static void check_streams(unsigned long request, unsigned int count, const uint8_t *addresses,
			  size_t length)
{
	const struct sk_ioctl *ioctl = sk_ioctl_at(sk, 0);
	struct usbdevfs_streams seen;

	ck_assert_uint_eq(ioctl->request, request);
	memcpy(&seen, ioctl->arg.streams, sizeof seen);
	ck_assert_uint_eq(seen.num_streams, count);
	ck_assert_uint_eq(seen.num_eps, length);
	ck_assert_mem_eq(ioctl->arg.streams + sizeof seen, addresses, length);
}

CASE(alloc_names_count_and_endpoints)
{
	static const uint8_t addresses[] = {0x81, 0x02, 0x83};

	sk_answer(sk, USBDEVFS_ALLOC_STREAMS, 12, NULL);
	ck_assert_int_eq(backend->streams->alloc(handle, 16, addresses, 3), 12);
	check_streams(USBDEVFS_ALLOC_STREAMS, 16, addresses, 3);
}

CASE(most_endpoints_are_30)
{
	uint8_t addresses[31];

	for (size_t i = 0; i < sizeof addresses; i++)
		addresses[i] = (uint8_t)(i + 1);
	ck_assert_int_eq(backend->streams->alloc(handle, 2, addresses, 31), -EINVAL);
	ck_assert_str_eq(sk_trace(sk), "");
	ck_assert_int_eq(backend->streams->alloc(handle, 2, addresses, 30), 0);
	check_streams(USBDEVFS_ALLOC_STREAMS, 2, addresses, 30);
}

CASE(free_names_the_endpoints)
{
	static const uint8_t addresses[] = {0x81};

	sk_answer(sk, USBDEVFS_FREE_STREAMS, -EINVAL, NULL);
	ck_assert_int_eq(backend->streams->free(handle, addresses, 1), -EINVAL);
	check_streams(USBDEVFS_FREE_STREAMS, 0, addresses, 1);
}

CASE(memory_is_mapped_from_the_node)
{
	void *memory = NULL;

	ck_assert_int_eq(backend->memory->map(handle, 100, &memory), 0);
	ck_assert_ptr_nonnull(memory);
	backend->memory->unmap(backend, memory, 100);
	ck_assert_str_eq(sk_trace(sk), "mu");
}

CASE(memory_is_unmapped_after_the_handle_is_closed)
{
	void *memory = NULL;

	ck_assert_int_eq(backend->memory->map(handle, 100, &memory), 0);
	sk_close(sk);
	backend->memory->unmap(backend, memory, 100);
}

CASE(memory_that_cannot_be_mapped_is_told)
{
	void *memory = NULL;

	sk_fail(sk, 'm', 1, 1, -ENOMEM);
	ck_assert_int_eq(backend->memory->map(handle, 100, &memory), -ENOMEM);
	ck_assert_ptr_null(memory);
}
