/* SPDX-License-Identifier: MIT */
/* The parts of bEndpointAddress, bmAttributes and bmRequestType, USB 2.0 tables 9-2 and 9-13. */
#include <cusb/util.h>

unsigned int cusb_endpoint_address(unsigned int bEndpointAddress)
{
	return bEndpointAddress & CUSB_ENDPOINT_ADDRESS_MASK;
}

unsigned int cusb_endpoint_direction(unsigned int bEndpointAddress)
{
	return bEndpointAddress & CUSB_ENDPOINT_DIR_MASK;
}

unsigned int cusb_endpoint_type(unsigned int bmAttributes)
{
	return bmAttributes & CUSB_ENDPOINT_TYPE_MASK;
}

unsigned int cusb_ctrl_direction(unsigned int bmRequestType)
{
	return bmRequestType & CUSB_CTRL_DIR_MASK;
}

unsigned int cusb_build_request_type(unsigned int direction, unsigned int type,
				     unsigned int recipient)
{
	return direction | type | recipient;
}
