"""Runs one command and tells on standard error, after a NUL, what it took: CPU seconds and peak memory.

A program of its own, as small as can be: ``python -I -S launcher.py COMMAND …``.
"""

import os
import sys

if __name__ == "__main__":
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    seconds = used.ru_utime + used.ru_stime
    # The kernel counts kilobytes on Linux and bytes on macOS.
    peak = used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    sys.stderr.write(f'\0{{"cpu_seconds": {seconds}, "peak_mb": {peak}, "exit_code": {code}}}')
