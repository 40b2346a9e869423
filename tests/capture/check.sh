#!/bin/sh
# SPDX-License-Identifier: MIT
# What Wireshark's own reader makes of our captures: check.sh CUSB CONFORMANCE PROGRAM
# Each part, part_*.sh, has cases. Ends with a line "N passed, N failed".
set -u

cusb=$1
conformance=$2
program=$3
here=$(dirname "$0")
. "$here/cases.sh"
unset CUSB_CAPTURE CUSB_DEBUG
CUSB_USB_IDS=/dev/null
export CUSB_USB_IDS

# Runs the tool with its own traffic captured; its output goes to $tmp/out.
captured() {
	CUSB_CAPTURE="$tmp/file.pcapng" "$cusb" "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
}

for part in "$here"/part_*.sh; do
	. "$part"
done
finish
