#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each field that lsusb -v names with a value has that value in cusb show -v.

compare_show.py LOG: what show_both.sh printed. A device's fields are compared as a multiset of names
and values: a value that lsusb shows twice is twice in ours. KNOWN has the differences that are right.
"""
import collections
import re
import sys

# What lsusb calls otherwise than the specifications.
ALIASES = {
    "iSerial": "iSerialNumber",
    "MaxPower": "bMaxPower",
    "nNbrPorts": "bNbrPorts",
    "wHubCharacteristic": "wHubCharacteristics",
    "wDetachTimeout": "wDetachTimeOut",
    "bNumCompressionPatterns": "bNumCompressionPattern",
    "bFlags": "bmFlags",
    "baSource": "baSourceID",
}

# (step, or None for all, and name): the reason why cusb does not have that value.
KNOWN = {
    (None, "MaxStreams"): "cusb has it as the meaning of the companion's bmAttributes",
    (None, "bHubDecLat"): "lsusb shows microseconds, cusb the value and nanoseconds",
    (None, "wHubDelay"): "lsusb reads it a byte early, and shifts it by four bits",
    (None, "dwFeatures"): "lsusb shows hexadecimal digits without 0x",
    (None, "dwClockFrequency"): "lsusb shows megahertz, cusb hertz",
    ("trust-webcam", "bmVideoStandards"): "lsusb reads it past the end of a UVC 1.0 descriptor",
    ("worlde-keyboard", "bcdADC"): "of the MIDI header it is bcdMSC",
    ("every-class", "bcdADC"): "the same",
    ("every-class", "bcdCDC"): "of MDLM it is bcdVersion",
    ("every-class", "wCountryCode"): "lsusb shows its bytes in the wrong order",
    ("every-class", "bmControls"): "lsusb shows those of an extension unit byte by byte",
    ("every-class", "bmControlsRuntime"): "lsusb reads four bytes of three",
    ("every-class", "dwPacketLength"): "lsusb reads one byte of four",
    ("every-class", "bNumEmbMIDIJack"): "of MIDI 2.0 it is bNumGrpTrmBlock",
    ("every-class", "baAssocJackID"): "of MIDI 2.0 it is baAssoGrpTrmBlkID",
    ("every-class", "bClockID"): "lsusb takes a sample rate converter for a clock multiplier",
    ("every-class", "bCSourceID"): "the same",
    ("every-class", "iClockMultiplier"): "the same",
    ("qemu-audio", "bNrInPins"): "lsusb takes a feature unit of UAC 1 for a selector unit",
    ("qemu-audio", "baSourceID"): "the same",
    ("qemu-audio", "iSelector"): "the same",
}

NAME = r"(?:Max[A-Z]|(?:bm|ba|bma|bcd|b|w|dw|t|n|i|id|guid)[A-Z])[\w.\-]*"
LSUSB = re.compile(r"^\s+(%s)(?:\s*[(\[]\s*(\d+)\s*[)\]])?:?\s+(\S.*)$" % NAME)
OURS = re.compile(r"^\s+(%s)(?:\[(\d+)\])?\s+(\S.*)$" % NAME)
GUID = re.compile(r"^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?", re.I)


def number(text):
    """The value at the beginning of a text, in a form that both tools share."""
    guid = GUID.match(text)
    if guid:
        return guid.group(1).lower()
    version = re.match(r"^\s*([0-9a-f]+)\.([0-9a-f]{2})\b", text)
    if version:
        return "%s.%s" % (version.group(1).lstrip("0") or "0", version.group(2))
    value = re.match(r"^(0x\s*[0-9a-f]+|\d+)", text.lower())
    if not value:
        return None
    return int(value.group(1).replace(" ", ""), 0) if value.group(1)[:2] == "0x" else int(value.group(1))


def fields_of(lines, pattern, ours):
    """(name, value) -> how often."""
    found = collections.Counter()
    for line in lines:
        match = pattern.match(line)
        if not match:
            continue
        name = ALIASES.get(match.group(1), match.group(1))
        value = number(match.group(3))
        if name == "bMaxPower" and ours:
            power = re.search(r"(\d+) mA", match.group(3))
            value = int(power.group(1)) if power else value
        if value is not None:
            found[name, value] += 1
    return found


def devices(lines, heading):
    """(bus, address) -> lines."""
    found = collections.OrderedDict()
    at = None
    for line in lines:
        match = heading.match(line)
        if match:
            at = (int(match.group(1)), int(match.group(2)))
            found[at] = []
        elif at:
            found[at].append(line)
    return found


def steps(path):
    """Name of a step -> name of a part, such as lsusb -> its lines."""
    found = collections.OrderedDict()
    name = part = None
    text = open(path, errors="replace").read().replace("\r", "")
    for line in re.sub("\033\\[[0-9]*m", "", text).split("\n"):
        if line.startswith("=== "):
            name, part = line[4:], None
        elif line.startswith("+++ "):
            part = line[4:]
            found.setdefault(name, {}).setdefault(part, [])
        elif part:
            found[name][part].append(line)
    return found


def main():
    compared = missing = 0
    for step, parts in steps(sys.argv[1]).items():
        if "lsusb" not in parts:
            continue
        theirs = devices(parts["lsusb"], re.compile(r"^Bus (\d+) Device (\d+): ID"))
        ours = devices(parts["cusb"], re.compile(r"^Device .*  bus (\d+), address (\d+)"))
        for place, lines in theirs.items():
            mine = fields_of(ours.get(place, []), OURS, True)
            for (name, value), count in fields_of(lines, LSUSB, False).items():
                if (None, name) in KNOWN or (step, name) in KNOWN:
                    continue
                compared += count
                if mine[name, value] < count:
                    missing += count - mine[name, value]
                    print("%s: %s = %s, %d times in lsusb, %d in cusb" %
                          (step, name, value, count, mine[name, value]))
    print("%d fields of lsusb compared, %d not in cusb show -v" % (compared, missing))
    return 1 if missing or compared < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
