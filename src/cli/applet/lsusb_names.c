/* SPDX-License-Identifier: MIT */
#include "lsusb.h"

void lsusb_names(const struct lsusb *lsusb, const struct cusb_device *dev,
		 char vendor[LSUSB_NAME_SIZE], char product[LSUSB_NAME_SIZE])
{
	usb_ids_vendor(&lsusb->ids, dev->idVendor, vendor, LSUSB_NAME_SIZE);
	if (!vendor[0])
		device_string(&lsusb->bus, dev, CUSB_MANUFACTURER, vendor, LSUSB_NAME_SIZE);
	usb_ids_product(&lsusb->ids, dev->idVendor, dev->idProduct, product, LSUSB_NAME_SIZE);
	if (!product[0])
		device_string(&lsusb->bus, dev, CUSB_PRODUCT, product, LSUSB_NAME_SIZE);
	make_printable(vendor);
	make_printable(product);
}
