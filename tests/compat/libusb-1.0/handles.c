/* SPDX-License-Identifier: MIT */
/* Open devices: claims, settings, drivers. */
#include <errno.h>

#include "case.h"

CASE(each_open_handle_has_claims_of_its_own)
{
	libusb_device_handle *one = open_model("loopback", LOOPBACK), *other;
	libusb_device *dev = libusb_get_device(one);

	CHECK_OK(libusb_open(dev, &other));
	CHECK(one != other);
	CHECK(libusb_get_device(other) == dev);
	CHECK_OK(libusb_claim_interface(one, 0));
	CHECK_OK(libusb_claim_interface(one, 0));
	CHECK_ERROR(libusb_claim_interface(other, 0), BUSY);
	CHECK_OK(libusb_claim_interface(other, 1));
	CHECK_ERROR(libusb_release_interface(other, 0), NOT_FOUND);
	libusb_close(one);
	CHECK_OK(libusb_claim_interface(other, 0));
	libusb_close(other);
}

CASE(interface_numbers_are_checked)
{
	libusb_device_handle *handle = open_model("loopback", LOOPBACK);

	CHECK_ERROR(libusb_claim_interface(handle, -1), INVALID_PARAM);
	CHECK_ERROR(libusb_claim_interface(handle, 32), INVALID_PARAM);
	CHECK_ERROR(libusb_claim_interface(handle, 7), NOT_FOUND);
	CHECK_ERROR(libusb_release_interface(handle, 0), NOT_FOUND);
	CHECK_ERROR(libusb_set_interface_alt_setting(handle, 1, 1), NOT_FOUND);
	CHECK_OK(libusb_claim_interface(handle, 1));
	CHECK_ERROR(libusb_set_interface_alt_setting(handle, 1, -1), INVALID_PARAM);
	CHECK_ERROR(libusb_set_interface_alt_setting(handle, 1, 256), INVALID_PARAM);
	CHECK_ERROR(libusb_set_interface_alt_setting(handle, 1, 7), NOT_FOUND);
	CHECK_OK(libusb_set_interface_alt_setting(handle, 1, 1));
	CHECK_OK(libusb_release_interface(handle, 1));
	CHECK_ERROR(libusb_release_interface(handle, 1), NOT_FOUND);
}

CASE(errors_of_opening)
{
	libusb_device_handle *handle = (libusb_device_handle *)1;
	libusb_device *dev;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(NULL));
	dev = find(NULL, LOOPBACK);
	world_forbid("1-1", -EACCES);
	CHECK_ERROR(libusb_open(dev, &handle), ACCESS);
	world_forbid("1-1", -EPERM);
	CHECK_ERROR(libusb_open(dev, &handle), IO);
	CHECK(handle == (libusb_device_handle *)1);
	CHECK(!libusb_open_device_with_vid_pid(NULL, 0xfffe, LOOPBACK));
	world_forbid("1-1", 0);
	handle = libusb_open_device_with_vid_pid(NULL, 0xfffe, LOOPBACK);
	CHECK(handle);
	libusb_close(handle);
	libusb_close(NULL);
}

/* A success would reset the endpoints of a program that works. */
CASE(configuration_is_busy_while_this_handle_has_a_claim)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	int value;

	CHECK_ERROR(libusb_set_configuration(handle, 1), BUSY);
	CHECK_ERROR(libusb_set_configuration(handle, 2), BUSY);
	CHECK_OK(libusb_release_interface(handle, 0));
	CHECK_OK(libusb_set_configuration(handle, 2));
	CHECK_OK(libusb_get_configuration(handle, &value));
	CHECK_INT(value, 2);
	CHECK_ERROR(libusb_set_configuration(handle, 9), NOT_FOUND);
	CHECK_ERROR(libusb_set_configuration(handle, -2), INVALID_PARAM);
	CHECK_ERROR(libusb_set_configuration(handle, 256), INVALID_PARAM);
	CHECK_OK(libusb_set_configuration(handle, -1));
	CHECK_OK(libusb_get_configuration(handle, &value));
	CHECK_INT(value, 0);
}

CASE(drivers_are_detached_and_attached)
{
	libusb_device_handle *handle = open_model("loopback", LOOPBACK);

	CHECK_OK(libusb_kernel_driver_active(handle, 0));
	CHECK_ERROR(libusb_detach_kernel_driver(handle, 0), NOT_FOUND);
	world_bind("1-1", 0);
	CHECK_INT(libusb_kernel_driver_active(handle, 0), 1);
	CHECK_ERROR(libusb_claim_interface(handle, 0), BUSY);
	CHECK_OK(libusb_detach_kernel_driver(handle, 0));
	CHECK_OK(libusb_kernel_driver_active(handle, 0));
	CHECK_OK(libusb_claim_interface(handle, 0));
	CHECK_OK(libusb_kernel_driver_active(handle, 0));
	CHECK_ERROR(libusb_detach_kernel_driver(handle, 0), NOT_FOUND);
	CHECK_ERROR(libusb_attach_kernel_driver(handle, 0), BUSY);
	CHECK_OK(libusb_release_interface(handle, 0));
	CHECK_OK(libusb_attach_kernel_driver(handle, 0));
	CHECK_INT(libusb_kernel_driver_active(handle, 0), 1);
	CHECK_ERROR(libusb_kernel_driver_active(handle, 32), INVALID_PARAM);
}

CASE(claims_detach_drivers_and_releases_attach_them)
{
	libusb_device_handle *handle = open_model("loopback", LOOPBACK), *other;

	world_bind("1-1", 0);
	CHECK_OK(libusb_set_auto_detach_kernel_driver(handle, 1));
	CHECK_OK(libusb_claim_interface(handle, 0));
	CHECK_OK(libusb_kernel_driver_active(handle, 0));
	CHECK_OK(libusb_release_interface(handle, 0));
	CHECK_INT(libusb_kernel_driver_active(handle, 0), 1);
	CHECK_OK(libusb_open(libusb_get_device(handle), &other));
	CHECK_OK(libusb_claim_interface(handle, 0));
	CHECK_OK(libusb_set_auto_detach_kernel_driver(other, 1));
	CHECK_ERROR(libusb_claim_interface(other, 0), BUSY);
}

CASE(reset_keeps_claims_and_forgets_settings)
{
	libusb_device_handle *handle = open_model("loopback", LOOPBACK), *other;
	unsigned char data[8] = {0};
	int done;

	CHECK_OK(libusb_claim_interface(handle, 1));
	CHECK_OK(libusb_set_interface_alt_setting(handle, 1, 1));
	CHECK_OK(libusb_bulk_transfer(handle, 0x03, data, sizeof data, &done, AMPLE));
	CHECK_OK(libusb_reset_device(handle));
	/* Before a transfer, for which the kernel would claim. */
	CHECK_OK(libusb_open(libusb_get_device(handle), &other));
	CHECK_ERROR(libusb_claim_interface(other, 1), BUSY);
	CHECK(libusb_bulk_transfer(handle, 0x03, data, sizeof data, &done, AMPLE) < 0);
	CHECK_OK(libusb_release_interface(handle, 1));
}

CASE(halt_is_cleared_without_a_claim)
{
	libusb_device_handle *handle = open_model("loopback", LOOPBACK);

	CHECK_OK(libusb_clear_halt(handle, 0x81));
	CHECK_ERROR(libusb_clear_halt(handle, 0x85), NOT_FOUND);
}

CASE(mapped_memory_is_used_for_transfers)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char *memory = libusb_dev_mem_alloc(handle, 4096);
	int done;

	CHECK(memory);
	memory[0] = 'm';
	CHECK_OK(libusb_bulk_transfer(handle, 0x01, memory, 512, NULL, AMPLE));
	CHECK_OK(libusb_bulk_transfer(handle, 0x81, memory + 1024, 512, &done, AMPLE));
	CHECK_INT(done, 512);
	CHECK_INT(memory[1024], 'm');
	CHECK_OK(libusb_dev_mem_free(handle, memory, 4096));
}

/* Of a broker, or of Android: the program lists nothing. */
CASE(descriptor_of_a_node_becomes_a_handle)
{
	libusb_device_handle *handle;
	unsigned char data[8] = {0};
	libusb_device *dev;
	uint8_t ports[8];
	int fd;

	world_plug("loopback", "1-1");
	fd = world_open("1-1");
	CHECK_OK(libusb_set_option(NULL, LIBUSB_OPTION_NO_DEVICE_DISCOVERY));
	CHECK_OK(libusb_init(NULL));
	CHECK_ERROR(libusb_wrap_sys_device(NULL, -1, &handle), IO);
	CHECK_OK(libusb_wrap_sys_device(NULL, fd, &handle));
	dev = libusb_get_device(handle);
	CHECK(!libusb_get_parent(dev));
	CHECK_INT(libusb_get_port_number(dev), 0);
	CHECK_INT(libusb_get_port_numbers(dev, ports, sizeof ports), 0);
	CHECK_INT(libusb_get_bus_number(dev), world_bus("1-1"));
	CHECK_INT(libusb_get_device_address(dev), world_address("1-1"));
	CHECK_OK(libusb_claim_interface(handle, 0));
	CHECK_OK(libusb_bulk_transfer(handle, 0x01, data, sizeof data, NULL, AMPLE));
	CHECK(!find(NULL, LOOPBACK));
	libusb_close(handle);
	world_close(fd);
}

CASE(streams_have_data_of_their_own)
{
	libusb_device_handle *handle;
	unsigned char endpoints[] = {0x01, 0x81}, data[8] = {0};
	struct libusb_transfer *transfer = libusb_alloc_transfer(0);
	int calls = 0;

	world_needs_streams();
	handle = claim_model("streams", STREAMS);
	CHECK_ERROR(libusb_alloc_streams(handle, 0, endpoints, 2), INVALID_PARAM);
	CHECK_ERROR(libusb_alloc_streams(handle, 2, endpoints, 0), INVALID_PARAM);
	CHECK_ERROR(libusb_alloc_streams(handle, 2, endpoints, 31), INVALID_PARAM);
	CHECK_INT(libusb_alloc_streams(handle, 4, endpoints, 2), 4);
	libusb_fill_bulk_stream_transfer(transfer, handle, 0x01, 3, data, sizeof data, count_call,
					 &calls, AMPLE);
	CHECK_INT(libusb_transfer_get_stream_id(transfer), 3);
	CHECK_OK(libusb_submit_transfer(transfer));
	handle_until(&calls, 1);
	CHECK_INT(transfer->status, LIBUSB_TRANSFER_COMPLETED);
	transfer->endpoint = 0x81;
	CHECK_OK(libusb_submit_transfer(transfer));
	handle_until(&calls, 2);
	CHECK_INT(transfer->status, LIBUSB_TRANSFER_COMPLETED);
	CHECK_INT(transfer->actual_length, 8);
	CHECK_OK(libusb_free_streams(handle, endpoints, 2));
	libusb_free_transfer(transfer);
}
