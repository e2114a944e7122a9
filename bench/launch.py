"""Runs a command, its output into a file, and prints what it took: OUTPUT COMMAND...

A process of its own, because a command starts with the peak memory of whoever starts it, and
this program is small. Prints the exit code, seconds, seconds of all processors, and the peak
memory of all processes together: what each has for itself, and what the largest shares. Without
/proc it is that of the largest process.
"""
# ruff: noqa: PTH123, PTH208
# This program stays small without pathlib.

import os
import sys
import threading
import time
from collections.abc import Iterator

PAUSE = 0.05
"""Seconds between two looks at the memory."""
PAGE = os.sysconf("SC_PAGE_SIZE")


def family(pid: int) -> Iterator[int]:
    """A process and all that came of it."""
    yield pid
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as children:
                for child in children.read().split():
                    yield from family(int(child))
    except OSError:  # it has ended
        return


def memory(pid: int) -> int:
    """Bytes of a family: `statm` tells the pages in memory, and how many of them are shared."""
    own, shared = 0, 0
    for each in family(pid):
        try:
            with open(f"/proc/{each}/statm", encoding="ascii") as status:
                _, resident, common, *_ = map(int, status.read().split())
        except OSError:
            continue
        own += resident - common
        shared = max(shared, common)
    return (own + shared) * PAGE


def watch(pid: int, ended: threading.Event, seen: list[int]) -> None:
    """Note the memory of a family until it has ended."""
    while not ended.wait(PAUSE):
        seen.append(memory(pid))


output, *command = sys.argv[1:]
to = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
start = time.perf_counter()
child = os.posix_spawnp(
    command[0],
    command,
    os.environ,
    file_actions=[(os.POSIX_SPAWN_DUP2, to, 1), (os.POSIX_SPAWN_DUP2, to, 2)],
)
ended, seen = threading.Event(), [0]
watcher = threading.Thread(target=watch, args=(child, ended, seen))
watcher.start()
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
ended.set()
watcher.join()
unit = 1 if sys.platform == "darwin" else 1024
print(
    os.waitstatus_to_exitcode(status),
    seconds,
    usage.ru_utime + usage.ru_stime,
    max(*seen, usage.ru_maxrss * unit) / 1e6,
)
