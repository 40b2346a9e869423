/* SPDX-License-Identifier: MIT */
/*
 * CUSB_MATCH: the conditions of a search, as PyUSB's keyword arguments.
 *
 *	CUSB_MATCH(idVendor, 0xfffe, idProduct, 0x0001)
 *	CUSB_MATCH(bus, 1, port_numbers, "2.3")
 *	CUSB_MATCH(bDeviceClass, 0, serial_number, "0042", custom_device, is_mine, user, &me)
 *	CUSB_MATCH(bInterfaceClass, CUSB_CLASS_PRINTER)
 *	CUSB_MATCH(direction, CUSB_ENDPOINT_OUT)
 *
 * A match has up to twelve pairs of a field and its value. An object matches if all pairs match.
 * Any field of the descriptors is allowed. 0 is a value like any other. A misspelt field and a
 * value of a wrong type do not compile.
 *
 * CUSB_MATCH works in C99 and in C++11. Its value may be assigned to a `const struct cusb_match *`.
 * In C the match lives until the enclosing block ends. In C++ the match lives until the same thread
 * reaches the same place in the source again.
 */
#ifndef CUSB_MATCH_H
#define CUSB_MATCH_H

#include "descriptor.h"

#ifdef __cplusplus
extern "C" {
#endif

enum cusb_field {
	CUSB_FIELD_END = 0,
	/* device */
	CUSB_FIELD_bcdUSB = 1,
	CUSB_FIELD_bDeviceClass = 2,
	CUSB_FIELD_bDeviceSubClass = 3,
	CUSB_FIELD_bDeviceProtocol = 4,
	CUSB_FIELD_bMaxPacketSize0 = 5,
	CUSB_FIELD_idVendor = 6,
	CUSB_FIELD_idProduct = 7,
	CUSB_FIELD_bcdDevice = 8,
	CUSB_FIELD_iManufacturer = 9,
	CUSB_FIELD_iProduct = 10,
	CUSB_FIELD_iSerialNumber = 11,
	CUSB_FIELD_bNumConfigurations = 12,
	CUSB_FIELD_bus = 13,
	CUSB_FIELD_address = 14,
	CUSB_FIELD_port_number = 15,
	CUSB_FIELD_speed = 16,
	/* configuration */
	CUSB_FIELD_wTotalLength = 17,
	CUSB_FIELD_bNumInterfaces = 18,
	CUSB_FIELD_bConfigurationValue = 19,
	CUSB_FIELD_iConfiguration = 20,
	CUSB_FIELD_bMaxPower = 21,
	/* interface */
	CUSB_FIELD_bInterfaceNumber = 22,
	CUSB_FIELD_bAlternateSetting = 23,
	CUSB_FIELD_bNumEndpoints = 24,
	CUSB_FIELD_bInterfaceClass = 25,
	CUSB_FIELD_bInterfaceSubClass = 26,
	CUSB_FIELD_bInterfaceProtocol = 27,
	CUSB_FIELD_iInterface = 28,
	/* endpoint */
	CUSB_FIELD_bEndpointAddress = 29,
	CUSB_FIELD_wMaxPacketSize = 30,
	CUSB_FIELD_bInterval = 31,
	CUSB_FIELD_bRefresh = 32,
	CUSB_FIELD_bSynchAddress = 33,
	CUSB_FIELD_direction = 34,
	CUSB_FIELD_transfer_type = 35,
	/* any descriptor that has the field */
	CUSB_FIELD_bLength = 36,
	CUSB_FIELD_bDescriptorType = 37,
	CUSB_FIELD_bmAttributes = 38,
	/* device, by string */
	CUSB_FIELD_manufacturer = 39,
	CUSB_FIELD_product = 40,
	CUSB_FIELD_serial_number = 41,
	CUSB_FIELD_port_numbers = 42,
	CUSB_FIELD_name = 43,
	/* custom matches and options */
	CUSB_FIELD_custom_device = 44,
	CUSB_FIELD_custom_configuration = 45,
	CUSB_FIELD_custom_interface = 46,
	CUSB_FIELD_custom_endpoint = 47,
	CUSB_FIELD_user = 48,
	CUSB_FIELD_backend = 49
};

struct cusb_backend;

/*
 * Custom matches. The library calls the function only for objects that match all fields. A result
 * above 0 takes the object. 0 skips it. A result below 0 stops the search, and the search returns
 * this number unchanged. @user is the value of the pair `user`, or NULL without this pair. The
 * function must not free the device. cusb_find() refuses a NULL string or function with -EINVAL.
 * The searches of util.h ignore a NULL function.
 */
typedef int (*cusb_device_match_fn)(struct cusb_device *dev, void *user);
typedef int (*cusb_configuration_match_fn)(const struct cusb_configuration *cfg, void *user);
typedef int (*cusb_interface_match_fn)(const struct cusb_interface *intf, void *user);
typedef int (*cusb_endpoint_match_fn)(const struct cusb_endpoint *ep, void *user);

/* One pair of a match; an array of pairs ends with CUSB_FIELD_END. */
struct cusb_match {
	enum cusb_field field;
	union {
		unsigned long number;
		const char *string;
		cusb_device_match_fn custom_device;
		cusb_configuration_match_fn custom_configuration;
		cusb_interface_match_fn custom_interface;
		cusb_endpoint_match_fn custom_endpoint;
		void *user;
		struct cusb_backend *backend;
	} is;
};

/* ---- a match that is made at run time -------------------------------------------------------- */

/**
 * cusb_match_new - make an empty match, for bindings and for programs that read field names.
 * @match: out: the caller frees it with cusb_match_free().
 *
 * An empty match matches everything. The match can be used in place of CUSB_MATCH(...).
 *
 * Returns 0, or -ENOMEM.
 */
CUSB_API int cusb_match_new(struct cusb_match **match);

/**
 * cusb_match_free - free a match of cusb_match_new().
 * @match: NULL is allowed.
 */
CUSB_API void cusb_match_free(struct cusb_match *match);

/**
 * cusb_match_set_number - set the value of a numeric field.
 * @field: the name, as in CUSB_MATCH: "idVendor". Setting a field again replaces its value.
 * @value: the number.
 *
 * Returns:
 *   0        set
 *   -EINVAL  there is no numeric field of this name
 */
CUSB_API int cusb_match_set_number(struct cusb_match *match, const char *field,
				   unsigned long value);

/**
 * cusb_match_set_string - set the value of a string field.
 * @field: the name, as in CUSB_MATCH: "serial_number".
 * @value: the string; the match keeps a copy.
 *
 * Returns:
 *   0        set
 *   -EINVAL  there is no string field of this name, or @value is NULL
 *   -ENOMEM  no memory; the match is as before
 */
CUSB_API int cusb_match_set_string(struct cusb_match *match, const char *field, const char *value);

/**
 * cusb_match_set_custom - set a custom match.
 * @field:    "custom_device", "custom_configuration", "custom_interface" or "custom_endpoint".
 * @function: a function of the type for @field, such as cusb_device_match_fn, cast to
 *            void (*)(void).
 *
 * Returns:
 *   0        set
 *   -EINVAL  there is no custom match of this name, or @function is NULL
 */
CUSB_API int cusb_match_set_custom(struct cusb_match *match, const char *field,
				   void (*function)(void));

/**
 * cusb_match_set_pointer - set the argument of custom matches, or the backend to search on.
 * @field: "user" or "backend".
 * @value: for "backend" a struct cusb_backend, or NULL for the default backend.
 *
 * Returns:
 *   0        set
 *   -EINVAL  @field is another name
 */
CUSB_API int cusb_match_set_pointer(struct cusb_match *match, const char *field, void *value);

/* ---- CUSB_MATCH ------------------------------------------------------------------------------ */

#ifdef __cplusplus
}

/*
 * The value of a pair, with its type. A literal 0 would be a null pointer. If the pair needs a
 * value, the overload for int refuses it.
 */
#define CUSB_NUMBER_(value)       cusb_number_(static_cast<unsigned long>((value) | 0))
#define CUSB_STRING_(value)       cusb_string_(value)
#define CUSB_CUSTOM_(kind, value) cusb_custom_##kind##_(value)
#define CUSB_USER_(value)         cusb_user_(value)
#define CUSB_BACKEND_(value)      cusb_backend_(value)

#define CUSB_VALUE_(function, type, member) \
	static inline cusb_match function(type value) \
	{ \
		cusb_match pair = cusb_match(); \
		pair.is.member = value; \
		return pair; \
	}
#define CUSB_NEEDED_(function, type, member) \
	CUSB_VALUE_(function, type, member) \
	static inline cusb_match function(int) = delete;
static inline cusb_match cusb_number_(unsigned long value)
{
	cusb_match pair = cusb_match();
	pair.is.number = value;
	return pair;
}
CUSB_NEEDED_(cusb_string_, const char *, string)
CUSB_NEEDED_(cusb_custom_device_, cusb_device_match_fn, custom_device)
CUSB_NEEDED_(cusb_custom_configuration_, cusb_configuration_match_fn, custom_configuration)
CUSB_NEEDED_(cusb_custom_interface_, cusb_interface_match_fn, custom_interface)
CUSB_NEEDED_(cusb_custom_endpoint_, cusb_endpoint_match_fn, custom_endpoint)
CUSB_VALUE_(cusb_user_, void *, user)
CUSB_VALUE_(cusb_backend_, struct cusb_backend *, backend)
#undef CUSB_VALUE_
#undef CUSB_NEEDED_

static inline cusb_match cusb_pair_(enum cusb_field field, cusb_match pair)
{
	pair.field = field;
	return pair;
}

/* Each CUSB_MATCH has its own closure type, and therefore its own array. */
template <typename Here, unsigned long Count>
static inline const cusb_match *cusb_match_here_(Here, const cusb_match (&pairs)[Count])
{
	static thread_local cusb_match here[Count];

	for (unsigned long i = 0; i < Count; i++)
		here[i] = pairs[i];
	return here;
}
#else
/*
 * The value of a pair, with its type. C converts a number to a pointer, and a pointer to another
 * type of pointer, with a warning at most. A struct in place of such a value is an error.
 */
#define CUSB_NUMBER_(value) .number = (unsigned long)((value) | 0)
#ifdef __GNUC__
struct cusb_value_of_a_wrong_type {
	int unused;
};
#define CUSB_TYPE_OF_(value) __typeof__(1 ? (value) : (value))
#define CUSB_ONLY_IF_(condition, value) \
	__builtin_choose_expr(condition, value, ((struct cusb_value_of_a_wrong_type){0}))
#define CUSB_IS_OF_(value, type) \
	(__builtin_types_compatible_p(CUSB_TYPE_OF_(value), type) || \
	 __builtin_types_compatible_p(CUSB_TYPE_OF_(value), void *))
#define CUSB_IS_POINTER_(value) \
	(__builtin_classify_type(1 ? (value) : (value)) == __builtin_classify_type((char *)0))
#else
#define CUSB_ONLY_IF_(condition, value) value
#endif
#define CUSB_STRING_(value) \
	.string = CUSB_ONLY_IF_(CUSB_IS_OF_(value, char *) || CUSB_IS_OF_(value, const char *), (value))
#define CUSB_CUSTOM_(kind, value) \
	.custom_##kind = CUSB_ONLY_IF_(CUSB_IS_OF_(value, cusb_##kind##_match_fn), (value))
#define CUSB_USER_(value) .user = CUSB_ONLY_IF_(CUSB_IS_POINTER_(value), (value))
#define CUSB_BACKEND_(value) \
	.backend = CUSB_ONLY_IF_(CUSB_IS_OF_(value, struct cusb_backend *), (value))
#endif

/* Device */
#define CUSB_IS_bcdUSB(value) CUSB_NUMBER_(value)
#define CUSB_IS_bDeviceClass(value) CUSB_NUMBER_(value)
#define CUSB_IS_bDeviceSubClass(value) CUSB_NUMBER_(value)
#define CUSB_IS_bDeviceProtocol(value) CUSB_NUMBER_(value)
#define CUSB_IS_bMaxPacketSize0(value) CUSB_NUMBER_(value)
#define CUSB_IS_idVendor(value) CUSB_NUMBER_(value)
#define CUSB_IS_idProduct(value) CUSB_NUMBER_(value)
#define CUSB_IS_bcdDevice(value) CUSB_NUMBER_(value)
#define CUSB_IS_iManufacturer(value) CUSB_NUMBER_(value)
#define CUSB_IS_iProduct(value) CUSB_NUMBER_(value)
#define CUSB_IS_iSerialNumber(value) CUSB_NUMBER_(value)
#define CUSB_IS_bNumConfigurations(value) CUSB_NUMBER_(value)
#define CUSB_IS_bus(value) CUSB_NUMBER_(value) /* the bus number */
#define CUSB_IS_address(value) CUSB_NUMBER_(value) /* the device address */
#define CUSB_IS_port_number(value) CUSB_NUMBER_(value) /* the port of the parent hub, 0 for a root hub */
#define CUSB_IS_speed(value) CUSB_NUMBER_(value) /* enum cusb_speed */

/* Configuration */
#define CUSB_IS_wTotalLength(value) CUSB_NUMBER_(value)
#define CUSB_IS_bNumInterfaces(value) CUSB_NUMBER_(value)
#define CUSB_IS_bConfigurationValue(value) CUSB_NUMBER_(value)
#define CUSB_IS_iConfiguration(value) CUSB_NUMBER_(value)
#define CUSB_IS_bMaxPower(value) CUSB_NUMBER_(value)

/* Interface */
#define CUSB_IS_bInterfaceNumber(value) CUSB_NUMBER_(value)
#define CUSB_IS_bAlternateSetting(value) CUSB_NUMBER_(value)
#define CUSB_IS_bNumEndpoints(value) CUSB_NUMBER_(value)
#define CUSB_IS_bInterfaceClass(value) CUSB_NUMBER_(value)
#define CUSB_IS_bInterfaceSubClass(value) CUSB_NUMBER_(value)
#define CUSB_IS_bInterfaceProtocol(value) CUSB_NUMBER_(value)
#define CUSB_IS_iInterface(value) CUSB_NUMBER_(value)

/* Endpoint */
#define CUSB_IS_bEndpointAddress(value) CUSB_NUMBER_(value)
#define CUSB_IS_wMaxPacketSize(value) CUSB_NUMBER_(value)
#define CUSB_IS_bInterval(value) CUSB_NUMBER_(value)
#define CUSB_IS_bRefresh(value) CUSB_NUMBER_(value)
#define CUSB_IS_bSynchAddress(value) CUSB_NUMBER_(value)
#define CUSB_IS_direction(value) CUSB_NUMBER_(value) /* bit 7 of bEndpointAddress */
#define CUSB_IS_transfer_type(value) CUSB_NUMBER_(value) /* bits 1..0 of bmAttributes */

/* Any descriptor that has the field */
#define CUSB_IS_bLength(value) CUSB_NUMBER_(value)
#define CUSB_IS_bDescriptorType(value) CUSB_NUMBER_(value)
#define CUSB_IS_bmAttributes(value) CUSB_NUMBER_(value)

/*
 * Strings of the device. The library reads them from sysfs and does not open the device. If a
 * string cannot be read, the device does not match. port_numbers is the path from the root port,
 * "2.3". name is the kernel's name.
 */
#define CUSB_IS_manufacturer(value) CUSB_STRING_(value)
#define CUSB_IS_product(value) CUSB_STRING_(value)
#define CUSB_IS_serial_number(value) CUSB_STRING_(value)
#define CUSB_IS_port_numbers(value) CUSB_STRING_(value)
#define CUSB_IS_name(value) CUSB_STRING_(value)

/* Custom matches, their argument `user`, and the backend to search (NULL: the default backend). */
#define CUSB_IS_custom_device(value) CUSB_CUSTOM_(device, value)
#define CUSB_IS_custom_configuration(value) CUSB_CUSTOM_(configuration, value)
#define CUSB_IS_custom_interface(value) CUSB_CUSTOM_(interface, value)
#define CUSB_IS_custom_endpoint(value) CUSB_CUSTOM_(endpoint, value)
#define CUSB_IS_user(value) CUSB_USER_(value)
#define CUSB_IS_backend(value) CUSB_BACKEND_(value)

/* clang-format off */
#define CUSB_PAIRS_2_(f, v) CUSB_PAIR_(f, v),
#define CUSB_PAIRS_4_(f, v, ...) CUSB_PAIR_(f, v), CUSB_PAIRS_2_(__VA_ARGS__)
#define CUSB_PAIRS_6_(f, v, ...) CUSB_PAIR_(f, v), CUSB_PAIRS_4_(__VA_ARGS__)
#define CUSB_PAIRS_8_(f, v, ...) CUSB_PAIR_(f, v), CUSB_PAIRS_6_(__VA_ARGS__)
#define CUSB_PAIRS_10_(f, v, ...) CUSB_PAIR_(f, v), CUSB_PAIRS_8_(__VA_ARGS__)
#define CUSB_PAIRS_12_(f, v, ...) CUSB_PAIR_(f, v), CUSB_PAIRS_10_(__VA_ARGS__)
#define CUSB_PAIRS_14_(f, v, ...) CUSB_PAIR_(f, v), CUSB_PAIRS_12_(__VA_ARGS__)
#define CUSB_PAIRS_16_(f, v, ...) CUSB_PAIR_(f, v), CUSB_PAIRS_14_(__VA_ARGS__)
#define CUSB_PAIRS_18_(f, v, ...) CUSB_PAIR_(f, v), CUSB_PAIRS_16_(__VA_ARGS__)
#define CUSB_PAIRS_20_(f, v, ...) CUSB_PAIR_(f, v), CUSB_PAIRS_18_(__VA_ARGS__)
#define CUSB_PAIRS_22_(f, v, ...) CUSB_PAIR_(f, v), CUSB_PAIRS_20_(__VA_ARGS__)
#define CUSB_PAIRS_24_(f, v, ...) CUSB_PAIR_(f, v), CUSB_PAIRS_22_(__VA_ARGS__)
#define CUSB_COUNT_AT_(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, \
		       a18, a19, a20, a21, a22, a23, a24, count, ...) count
#define CUSB_COUNT_(...) \
	CUSB_COUNT_AT_(__VA_ARGS__, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, \
		       8, 7, 6, 5, 4, 3, 2, 1, 0)
#define CUSB_PAIRS_OF_(count, ...) CUSB_PAIRS_##count##_(__VA_ARGS__)
#define CUSB_PAIRS_(count, ...) CUSB_PAIRS_OF_(count, __VA_ARGS__)
#ifdef __cplusplus
#define CUSB_PAIR_(field, value) cusb_pair_(CUSB_FIELD_##field, CUSB_IS_##field(value))
#define CUSB_MATCH(...) \
	cusb_match_here_([] {}, {CUSB_PAIRS_(CUSB_COUNT_(__VA_ARGS__), __VA_ARGS__) cusb_match()})
#else
#define CUSB_PAIR_(field, value) {CUSB_FIELD_##field, {CUSB_IS_##field(value)}}
#define CUSB_MATCH(...) \
	((const struct cusb_match[]){CUSB_PAIRS_(CUSB_COUNT_(__VA_ARGS__), __VA_ARGS__) \
				     {CUSB_FIELD_END, {0}}})
#endif
/* clang-format on */

#endif
