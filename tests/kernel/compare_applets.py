#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The tool as lsusb, uhubctl and usbreset prints what Debian's programs print.

compare_applets.py LOG: what applets.sh and show_both.sh printed. Columns do not count.
A command of applets.sh has the same lines; in any order if UNSORTED has it.
Of lsusb -v, standard descriptors and states have the same lines. Of other descriptors each field has
the same value: the words for its meaning, and the headings, are those of the tool's tables.
EXPECTED has the differences that are right, as compare_show.py's KNOWN has those of values.
"""
import collections
import re
import sys

sys.dont_write_bytecode = True
from compare_show import ALIASES, KNOWN, LSUSB, devices, number, steps

# The beginnings of what has the same lines in lsusb -v; and of all that is not indented.
SAME = re.compile(r"^(Device Descriptor|Configuration Descriptor|Interface Descriptor|Interface Association"
                  r"|Endpoint Descriptor|Device Qualifier.*|Hub Port Status|Device Status: .*)")
HEADING = re.compile(r"^([A-Z][\w .()/]*:$|Device Status: )")

# The original lists in the order of sysfs, which is none. The tool sorts.
UNSORTED = re.compile(r"^(lsusb( -[ds] \S+)?|usbreset|uhubctl( .*)? -[fnLs] .*)$")

# (what printed the line, line of Debian's or + and the tool's): the reason why the other has it not.
EXPECTED = (
    ("-v of crooked", "^Couldn't get configuration descriptor", "libusb takes no malformed configuration"),
    ("-v of nul", "^(iProduct 2 ABC|iSerial 3 12|xy)$", "control characters do not reach the terminal"),
    ("lsusb -d zzz", "", "the usage has words of its own"),
    ("lsusb -D /dev/null", r"\+?(cusb: /dev/null is not|Cannot open)", "another message"),
    ("uhubctl -(l 3|s)", r"\+(Current status for hub 4 \[|Port \d+: 02.. power 5gbps)",
     "the kernel knows the other half of a root hub"),
    ("-v", r"^(UNRECOGNIZED CDC|\*\* UNRECOGNIZED): ", "the tool knows them"),
    ("-v", r"^(Command|Status|Data-in|Data-out) pipe ", "words for a class descriptor"),
    ("-v of (root-hub-31|via-hub)", r"^Port \d+: .* lowspeed L1$",
     "lsusb takes a hub of USB 3.1 for one of USB 2"),
)


def squeezed(lines):
    """The lines without their columns. The sleep of a port, and what changed there, come and go."""
    for line in lines:
        line = " ".join(line.split())
        port = re.match(r"^(Port \d+:) (?:\w{4}\.)?(\w{4})\b(.*)$", line)
        if port:
            sleep = 0x1e0 if "5gbps" in line.lower() else 0x4
            line = "%s %04x%s" % (port.group(1), int(port.group(2), 16) & ~sleep,
                                  re.sub(r" (suspend|U[0-3]|C_[A-Z]+)\b", "", port.group(3)))
        if line:
            yield line


def is_expected(name, line):
    return any(re.search(who, name) and re.match(text, line) for who, text, _ in EXPECTED)


def field_of(line):
    """(name, value) of a line of lsusb -v, or None."""
    match = LSUSB.match(" " + line)
    value = match and number(match.group(3))
    return (ALIASES.get(match.group(1), match.group(1)), value) if value is not None else None


class Comparison:
    """Counts the lines, and prints those that are missing."""

    def __init__(self):
        self.count = collections.Counter()

    def miss(self, name, line):
        if is_expected(name, line):
            self.count["expected"] += 1
        else:
            self.count["missing"] += 1
            print("%s: not in ours: %s" % (name, line))

    def commands(self, name, theirs, ours):
        """What one command printed."""
        theirs, ours = list(squeezed(theirs)), list(squeezed(ours))
        if name.startswith("uhubctl"):  # which asks libusb for ASCII
            ours = [re.sub("[^ -~]", "?", line) for line in ours]
        if UNSORTED.match(name):
            theirs, ours = sorted(theirs), sorted(ours)
        ours = [line for line in ours if line in theirs or not is_expected(name, "+" + line)]
        for line in (collections.Counter(theirs) - collections.Counter(ours)).elements():
            self.miss(name, line)
        for line in (collections.Counter(ours) - collections.Counter(theirs)).elements():
            self.count["missing"] += 1
            print("%s: only in ours: %s" % (name, line))
        common = [line for line in theirs if line in ours]
        if common != [line for line in ours if line in theirs]:
            self.count["missing"] += 1
            print("%s: in another order" % name)
        self.count["equal"] += len(common)

    def verbose(self, step, theirs, ours):
        """What lsusb -v printed of one device."""
        lines = collections.Counter(squeezed(ours))
        fields = collections.Counter(filter(None, map(field_of, squeezed(ours))))
        same = True
        for line in squeezed(theirs):
            if HEADING.match(line):
                same = SAME.match(line)
            field = field_of(line)
            known = field and ((None, field[0]) in KNOWN or (step, field[0]) in KNOWN)
            if lines[line] > 0:
                kind = "equal"
            elif not same and field and (known or fields[field] > 0):
                kind = "equal in value"
            elif not same and not field:
                kind = "words"
            else:
                self.miss("-v of " + step, line)
                continue
            lines[line] -= 1
            fields[field] -= 1
            self.count[kind] += 1


def commands(lines):
    """Command -> what it printed."""
    found = collections.OrderedDict()
    for line in lines:
        if line.startswith("--- "):
            command = line[4:].strip()
            found[command] = []
        else:
            found[command].append(line)
    return found


def main():
    comparison = Comparison()
    for step, parts in steps(sys.argv[1]).items():
        if "debian" in parts:
            ours = commands(parts["applets"])
            for command, lines in commands(parts["debian"]).items():
                compare = comparison.verbose if "-D /dev/bus" in command else comparison.commands
                compare(command, lines, ours[command])
        if "applet" in parts:
            heading = re.compile(r"^Bus (\d+) Device (\d+): ID")
            theirs, ours = (devices(parts[part], heading) for part in ("lsusb", "applet"))
            if not theirs:
                comparison.miss(step, "lsusb itself printed nothing")
            for place, lines in theirs.items():
                comparison.verbose(step, lines, ours.get(place, []))
    print(", ".join("%d %s" % (count, kind) for kind, count in comparison.count.items()))
    return 1 if comparison.count["missing"] or not comparison.count["equal"] else 0


if __name__ == "__main__":
    sys.exit(main())
