#!/bin/sh
# SPDX-License-Identifier: MIT
# Waits until a device is configured, or has left: configured.sh DIRECTORY
value=
while [ -d "$1" ] && [ -z "$value" ]; do
	read -r value <"$1/bConfigurationValue"
	[ -n "$value" ] || cusb wait ffff:ffff --timeout 20 >&2
done
