# SPDX-License-Identifier: MIT
# cusb authorize, bind, unbind, autosuspend and config, which write to sysfs; see run.sh. After the
# fault "told" the tool says at its end in which state device 1-1 is; its interface 0 has usbhid.

told() { with_fault told "$@" --virtual loopback; }

when "authorize --off takes the configuration from a device"
told authorize --off fffe:0001
exits 0
says " authorized=0 bConfigurationValue= "

when "authorize of a device that is allowed changes nothing"
told authorize fffe:0001
exits 0
says " authorized=1 bConfigurationValue=1 "
says "driver=usbhid"

when "authorize allows a device that was forbidden"
with_fault unauthorized authorize --virtual loopback fffe:0001
succeeds

for part in 1-1:0 fffe:0001:0 1-1:1.0; do
	when "authorize --off $part takes the driver from the interface"
	told authorize --off $part
	exits 0
	says " 1.0/authorized=0"
	says "1.0/driver=none"
	says " authorized=1 "
done

when "authorize of an interface that is not there"
run authorize --virtual loopback 1-1:7
fails
says "configuration 1 of 1-1 has no interface 7"

when "authorize of a part that is no number"
run authorize --virtual loopback 1-1:x
misused
says "'x' is not a number from 0 to 255"

when "unbind takes each interface from its driver"
told unbind fffe:0001
exits 0
says "1.0/driver=none"

when "unbind takes one interface from the driver that is named"
told unbind 1-1:0 usbhid
exits 0
says "1.0/driver=none"

when "unbind from another driver is a failure"
told unbind 1-1:0 usbfs
exits 1
says "driver usbfs has no interface of 1-1"
says "1.0/driver=usbhid"

when "unbind of an interface without driver is a failure"
run unbind --virtual loopback 1-1
fails
says "no driver has an interface of 1-1"

when "bind keeps a driver that is there"
told bind 1-1:0
exits 0
says "1.0/driver=usbhid"

when "bind where no driver wants the interface is a failure with a remedy"
run bind --virtual loopback 1-1
fails
says "no driver of this kernel took an interface of 1-1; is its module loaded?"

when "bind to a driver that does not know the device says how to tell it"
run bind --virtual loopback 1-1:0 usbhid
fails
says "cannot bind a driver to interface 0 of device 001:002 (fffe:0001): the driver does not know this device; 'echo fffe 0001 >/sys/bus/usb/drivers/DRIVER/new_id' tells it"

when "autosuspend prints the rule"
run autosuspend --virtual loopback 1-1
succeeds
prints '1-1: off; now active\n'
run autosuspend --virtual loopback usb1
prints 'usb1: on, after 0 ms; now active\n'
run autosuspend --virtual loopback --json 1-1
succeeds
json 'doc == {"name": "1-1", "autosuspend": False, "autosuspend_delay_ms": 2000, "runtime_status": "active"}'

when "autosuspend on, off, and after a time"
told autosuspend 1-1 on
says "control=auto power/autosuspend_delay_ms=2000"
told autosuspend 1-1 5
says "control=auto power/autosuspend_delay_ms=5000"
told autosuspend 1-1 off
says "control=on power/autosuspend_delay_ms=2000"

when "autosuspend of something else is misused"
run autosuspend 1-1 never
misused
says "'never' is not on, off or a number of seconds"

when "config prints the configurations, and which is active"
run config --virtual loopback 1-1
succeeds
prints '* 1: 2 interfaces, 100 mA\n  2: 1 interface, 500 mA\n'
run config --virtual loopback 1-1 --json
succeeds
json 'doc == {"name": "1-1", "bConfigurationValue": 1, "configurations": [1, 2]}'
with_fault unconfigured config --virtual loopback 1-1 --json
json 'doc["bConfigurationValue"] is None'

when "config sets another one, although a driver has an interface"
told config 1-1 2
exits 0
says "bConfigurationValue=2"
told config 1-1 none
says "bConfigurationValue= "

when "config of one that is not there tells which there are"
run config --virtual loopback 1-1 7
fails
says "no such configuration; its configurations are 1 2"

when "config of something else is misused"
run config --virtual loopback 1-1 x
misused
