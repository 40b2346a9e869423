/* SPDX-License-Identifier: MIT */
/* The program whose size is measured: one line for each device, as a user would write it. */
#include <stdio.h>

#include <cusb/cusb.h>

int main(void)
{
	struct cusb_device **list;
	ssize_t count = cusb_find_all(NULL, &list);

	for (ssize_t i = 0; i < count; i++)
		printf("%04x:%04x %s\n", list[i]->idVendor, list[i]->idProduct, list[i]->name);
	if (count >= 0)
		cusb_free_list(list);
	return count < 0;
}
