# SPDX-License-Identifier: MIT
# cusb reset; see run.sh.

when "reset resets without a word"
CUSB_DEBUG=debug
export CUSB_DEBUG
run reset --virtual loopback fffe:0001
unset CUSB_DEBUG
exits 0
says "RESET, "
prints ''
run reset --virtual loopback fffe:0001
succeeds

when "reset of a device that comes back as another is a failure that says so"
with_fault changed reset --virtual loopback 1-1
fails 3
says "cannot reset device 001:002 (fffe:0001)"
says "different device"

when "reset without permission tells how to get it"
with_fault eacces reset --virtual loopback 1-1
fails
says "/dev/bus/usb/001/002"
says_remedy

when "reset of a root hub says that it has no port"
run reset --virtual loopback usb1
fails
says "root hub"

when "reset of what is not there is a failure"
run reset --virtual loopback 9-9
fails
says "9-9"

when "reset of one of two equal devices is a failure that lists both"
run reset --virtual loopback --virtual loopback fffe:0001
exits 1
says "2 devices match fffe:0001"

when "reset without a device is a usage error"
run reset --virtual loopback
misused
