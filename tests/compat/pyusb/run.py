# SPDX-License-Identifier: MIT
"""Runs PyUSB's own tests, as they are, through one of its backends:

    python3 -I -S -B run.py SUITE BACKEND LIBRARY [FILES]

SUITE is the folder `tests` of PyUSB's source, BACKEND libusb1, libusb0 or openusb, and LIBRARY the
library that PyUSB shall bind. PyUSB's device has to be plugged in. Every test has to run and to
pass, except the tests of FAULTS: they have to fail, for the reason that is given there. The file
FILES gets a line FILE:PLACE for each file that Python itself needed, for a guest.
"""

import ctypes.util
import io
import os
import runpy
import sys
import tempfile
import unittest

# The names by which PyUSB asks for libraries.
NAMES = {'libusb1': 'usb-1.0', 'libusb0': 'usb-0.1', 'openusb': 'openusb'}

# Tests that PyUSB leaves out where it does not find its device.
NEED_DEVICE = {'BackendTest', 'DeviceTest', 'ConfigurationTest', 'InterfaceTest', 'EndpointTest',
               'ControlTest', 'LegacyTest'}

# Faults of PyUSB's backends, which no library can mend: the test, what its traceback says, and what
# the library's log says about the request.
FAULTS = {
    'openusb': {
        # ctrl_transfer() has the statements `request.setup.wValue` and `request.setup.wIndex`,
        # which assign nothing. Where the test wants the device descriptor, the device is asked for
        # a descriptor of type 0, and stalls (-EPIPE is -32).
        'ControlTest': ('in test_getset_descriptor',
                        'CONTROL, bmRequestType 0x80 bRequest 0x6 wValue 0 wIndex 0 wLength 18,'
                        ' 1000 ms) = -32'),
        # get_device_descriptor() sets desc.bus to None, and usb.busses() sorts devices by it.
        'LegacyTest': ("'<' not supported between instances of 'NoneType' and 'NoneType'", ''),
    },
}

# PyUSB gives some requests 100 ms, within which a busy machine may not get round to the device.
TRIES = 5


class NamingResult(unittest.TextTestResult):
    """A result that knows the names of the tests."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = set()

    def startTest(self, test):
        super().startTest(test)
        self.names.add(type(test).__name__)

    def failed(self):
        return {type(test).__name__: trace for test, trace in self.failures + self.errors}


def run(suite, backend, library):
    """Runs the suite's testall.py: the result."""
    results = []
    ctypes.util.find_library = lambda name: library if name == NAMES[backend] else None
    unittest.TextTestRunner.resultclass = NamingResult
    # Older names, which Python 3.12 does not have.
    for old, new in (('assertEquals', 'assertEqual'), ('assertNotEquals', 'assertNotEqual')):
        if not hasattr(unittest.TestCase, old):
            setattr(unittest.TestCase, old, getattr(unittest.TestCase, new))
    os.chdir(suite)
    sys.path.insert(0, suite)
    import utils
    run_tests = utils.run_tests
    utils.run_tests = lambda tests: results.append(run_tests(tests)) or results[0]
    try:
        runpy.run_path('testall.py', run_name='__main__')
    except SystemExit:
        pass
    return results[0]


def bound():
    """The USB libraries that are loaded."""
    with open('/proc/self/maps') as maps:
        files = {line.split()[-1] for line in maps}
    return {file for file in files if os.path.basename(file).startswith(('libusb', 'libopenusb'))}


def mistakes(result, backend, library, log):
    """What is not as it has to be, a line each."""
    faults, failed = FAULTS.get(backend, {}), result.failed()

    for name in sorted(NEED_DEVICE - result.names):
        yield f'{name} did not run'
    for name in sorted(failed.keys() - faults.keys()):
        yield f'{name} failed'
    for name, (text, line) in faults.items():
        if name in result.names - failed.keys():
            yield f'{name} passed: it is no fault of PyUSB any more'
        elif text not in failed.get(name, text):
            yield f'{name} failed for another reason'
        elif line not in log:
            yield f'{name}: the log does not have: {line}'
    if result.skipped:
        yield f'{len(result.skipped)} tests were left out'
    if bound() != {library}:
        yield f'it has bound {sorted(bound())}'


def try_again(result, backend):
    """Starts anew, if a test that has to pass was too slow."""
    tries = int(os.environ.get('PYUSB_TRIES', 1))
    slow = [name for name, trace in result.failed().items()
            if 'USBTimeoutError' in trace and name not in FAULTS.get(backend, {})]

    if slow and tries < TRIES:
        os.environ['PYUSB_TRIES'] = str(tries + 1)
        os.execv(sys.executable, sys.orig_argv)


def write_files(path, suite):
    files = {module.__file__ for module in list(sys.modules.values())
             if getattr(module, '__file__', None)}
    with open(path, 'w') as out:
        for file in sorted(files):
            if not file.startswith((os.path.dirname(suite), os.path.abspath(__file__))):
                print(f'{file}:{file[1:]}', file=out)
        print(f'{os.path.realpath(sys.executable)}:bin/python3', file=out)


def main(suite, backend, library, files=None):
    errors, output = sys.stderr, io.StringIO()
    suite, library = os.path.abspath(suite), os.path.realpath(library)
    files = files and os.path.abspath(files)
    with tempfile.NamedTemporaryFile('r') as log:
        os.environ.update(CUSB_DEBUG='debug', CUSB_LOG_FILENAME=log.name)
        sys.stderr = output
        result = run(suite, backend, library)
        sys.stderr = errors
        found = list(mistakes(result, backend, library, log.read()))
    if found:
        print(output.getvalue(), *found, sep='\n')
        try_again(result, backend)
    if files:
        write_files(files, suite)
    faults = result.failed().keys() & FAULTS.get(backend, {}).keys()
    print(f'pyusb-{backend}: {result.testsRun - len(result.failed())} passed, '
          f'{len(result.failed()) - len(faults)} failed',
          *[f'{name} fails by a fault of PyUSB' for name in sorted(faults)], sep='; ')
    sys.exit(len(found) > 0)


main(*sys.argv[1:])
