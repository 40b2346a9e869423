/* SPDX-License-Identifier: MIT */
#include "seam.h"

void seam_fail_each(enum virtual_call call, unsigned long request, const int *errors,
		    int (*session)(void))
{
	for (; *errors; errors++) {
		for (unsigned int nth = 1;; nth++) {
			seam_reset();
			seam_fail(call, request, nth, 1, *errors);
			session();
			if (!seam_failed())
				break;
			CHECK(nth < 1000);
			seam_reset();
			CHECK_OK(session());
		}
	}
}
