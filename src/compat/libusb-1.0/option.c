/* SPDX-License-Identifier: MIT */
/* Options: of a context, and the defaults of all later ones. */
#include <stdarg.h>
#include <stddef.h>

#include "compat/libusb-1.0/log.h"
#include "compat/libusb-1.0/option.h"

/* The defaults; those of options that were set without a context. Hold the contexts' lock. */
static struct {
	int level;
	libusb_log_cb callback;
	bool no_discovery;
} defaults;

static bool is_level(int level)
{
	return level >= LIBUSB_LOG_LEVEL_NONE && level <= LIBUSB_LOG_LEVEL_DEBUG;
}

/* Whether an option can be set to that. */
static int check(struct libusb_init_option option)
{
	switch (option.option) {
	case LIBUSB_OPTION_LOG_LEVEL:
		return is_level(option.value.ival) ? LIBUSB_SUCCESS : LIBUSB_ERROR_INVALID_PARAM;
	case LIBUSB_OPTION_NO_DEVICE_DISCOVERY:
	case LIBUSB_OPTION_LOG_CB:
		return LIBUSB_SUCCESS;
	case LIBUSB_OPTION_USE_USBDK:
		return LIBUSB_ERROR_NOT_SUPPORTED;
	default:
		return LIBUSB_ERROR_INVALID_PARAM;
	}
}

static void set(struct libusb_context *ctx, struct libusb_init_option option)
{
	if (option.option == LIBUSB_OPTION_LOG_CB)
		ctx->log_callback = option.value.log_cbval;
	else if (option.option == LIBUSB_OPTION_NO_DEVICE_DISCOVERY)
		ctx->no_discovery = true;
	else if (log_fixed_level() < 0)
		ctx->log_level = option.value.ival;
}

static void set_default(struct libusb_init_option option)
{
	if (option.option == LIBUSB_OPTION_LOG_CB)
		defaults.callback = option.value.log_cbval;
	else if (option.option == LIBUSB_OPTION_NO_DEVICE_DISCOVERY)
		defaults.no_discovery = true;
	else
		defaults.level = option.value.ival;
}

int options_begin(struct libusb_context *ctx, const struct libusb_init_option *options, int count)
{
	int result = LIBUSB_SUCCESS;

	ctx->log_level = log_fixed_level() < 0 ? defaults.level : log_fixed_level();
	ctx->log_callback = defaults.callback;
	ctx->no_discovery = defaults.no_discovery;
	for (int i = 0; i < count && result == LIBUSB_SUCCESS; i++) {
		result = check(options[i]);
		if (result == LIBUSB_SUCCESS)
			set(ctx, options[i]);
	}
	return result;
}

static int set_option(struct libusb_context *ctx, struct libusb_init_option option)
{
	int result = check(option);

	if (result < 0)
		return result;
	if (!ctx) {
		pthread_mutex_lock(&contexts.lock);
		set_default(option);
		ctx = contexts.usual ? contexts.usual : contexts.fallback;
		if (ctx)
			set(ctx, option);
		pthread_mutex_unlock(&contexts.lock);
	} else {
		set(ctx, option);
	}
	return LIBUSB_SUCCESS;
}

int libusb_set_option(libusb_context *ctx, enum libusb_option option, ...)
{
	struct libusb_init_option value = {.option = option};
	va_list args;

	va_start(args, option);
	if (option == LIBUSB_OPTION_LOG_LEVEL)
		value.value.ival = va_arg(args, int);
	else if (option == LIBUSB_OPTION_LOG_CB)
		value.value.log_cbval = va_arg(args, libusb_log_cb);
	va_end(args);
	return set_option(ctx, value);
}

void libusb_set_debug(libusb_context *ctx, int level)
{
	set_option(ctx, (struct libusb_init_option){LIBUSB_OPTION_LOG_LEVEL, {.ival = level}});
}

void libusb_set_log_cb(libusb_context *ctx, libusb_log_cb callback, int mode)
{
	if (mode & LIBUSB_LOG_CB_GLOBAL)
		log_set_global_callback(callback);
	if (!(mode & LIBUSB_LOG_CB_CONTEXT))
		return;
	ctx = context_of(ctx);
	if (ctx)
		ctx->log_callback = callback;
}
