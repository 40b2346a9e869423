/* SPDX-License-Identifier: MIT */
/* A library without a native backend: devices come from other backends alone. */
#include "core/native_backend.h"

__attribute__((weak)) struct cusb_backend *native_backend;

__attribute__((weak)) const struct poll_set_operations *const native_poll_set = NULL;

__attribute__((weak)) void native_backend_complete(void)
{
}
