"""The command line: the verbs, their options, and how a run can end.

What the verbs do is in `run/`, imported when one is called, so that help is quick: only click,
which only this folder knows, is needed for it. The user's side: docs/command-line.md.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from pathlib import Path

import click

from myopress.cli import desk, editions, outputs, preview, reading, sheets, shell
from myopress.cli.examples import EXAMPLES
from myopress.cli.options import commands

VERBS = (outputs, sheets, reading, editions, desk, preview, shell)
"""Importing them has put their commands into the group."""

for _name, _command in commands.commands.items():
    _command.epilog = f"Example: {EXAMPLES[_name]}"

INTERNAL_ERROR = 70
"""EX_SOFTWARE of BSD's sysexits.h."""

_INTERRUPTED = "myopress: interrupted; nothing was written"
INTERRUPTED, PIPE_CLOSED = 130, 141
"""As a shell reports a death by SIGINT or SIGPIPE."""


def main() -> None:
    """The `myopress` command."""
    # One run makes one book and ends, and what it makes lives until then: looking for cycles
    # in that is time lost.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    signal.signal(signal.SIGINT, _interrupt)
    code = _exit_code()
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    # All is written. Taking apart the thousands of nodes of a book is a tenth of an EPUB's time.
    os._exit(code)


def _interrupt(*_: object) -> None:
    """Ctrl-C ends the run at once; files are written whole or not.

    An exception could arise anywhere: a library that swallows one while it lays out makes another
    file of the book, and one that is being loaded then aborts. Only who waits for helping processes
    is told by one, to end them in order.
    """
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        if active_children():
            raise KeyboardInterrupt
    show_cursor = "\x1b[?25h" if sys.stderr.isatty() else ""  # progress hides it
    os.write(2, f"{show_cursor}{_INTERRUPTED}\n".encode())  # what is buffered may be half said
    os._exit(INTERRUPTED)


def _exit_code() -> int:
    """Run the command; every way in which it can end becomes a code and at most one line."""
    try:
        code = commands.main(prog_name="myopress", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(_INTERRUPTED, err=True)
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # click ends a run so when a pipe is closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as fault:
        return _failed(fault)
    return code if isinstance(code, int) else 0


def _failed(fault: Exception) -> int:
    """One line about an exception, and its exit code."""
    from myopress.diagnostics import MyopressError

    message = " ".join(str(fault).split())
    if isinstance(fault, MyopressError):
        _complain(message)
        return fault.exit_code
    place, trace = "", fault.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if "myopress" in file.parts:
            place = f" at {file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    kind = type(fault).__name__
    report = ""
    with contextlib.suppress(OSError):
        report = f" with {_written_report(fault)}"
    _complain(f"internal error, please report it{report}: {kind}{place}: {message}")
    return INTERNAL_ERROR


def _written_report(fault: Exception) -> str:
    """The file, among the system's temporary ones, that tells all about an exception."""
    import platform
    import tempfile
    import traceback
    from importlib.metadata import version

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="myopress-", suffix=".txt", delete=False
    ) as file:
        file.write(f"myopress {version('myopress')}, Python {platform.python_version()}, ")
        file.write(f"{platform.platform()}\n{' '.join(sys.argv)}\n\n")
        file.writelines(traceback.format_exception(fault))
    return file.name


def _complain(message: str) -> None:
    click.echo(f"myopress: {message}", err=True)
