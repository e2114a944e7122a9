"""Runs a command, its output into a file, and prints what it took: OUTPUT COMMAND...

A process of its own, because a command starts with the peak memory of whoever starts it, and
this program is small.
"""

import os
import sys
import time

output, *command = sys.argv[1:]
to = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
start = time.perf_counter()
child = os.posix_spawnp(
    command[0],
    command,
    os.environ,
    file_actions=[(os.POSIX_SPAWN_DUP2, to, 1), (os.POSIX_SPAWN_DUP2, to, 2)],
)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
unit = 1 if sys.platform == "darwin" else 1024
print(
    os.waitstatus_to_exitcode(status),
    seconds,
    usage.ru_utime + usage.ru_stime,
    usage.ru_maxrss * unit / 1e6,
)
