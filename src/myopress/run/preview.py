"""The command that shows the book while it is written."""

from __future__ import annotations

import os
import signal
import sys
import threading
import webbrowser
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from myopress.diagnostics import BackendError, InputError
from myopress.run.reach import reach
from myopress.run.session import Options, tell, usual_book

if TYPE_CHECKING:
    import socket

_LIBRARIES = {"starlette", "uvicorn", "watchfiles"}
MORE_PORTS = 50
"""How many ports after the usual one are tried."""


def listening(host: str, port: int, *, only: bool) -> socket.socket:
    """A socket for the preview; raises OSError if the port is taken, and BackendError.

    Unless `only` this port will do, the next ones are tried.
    """
    try:
        from myopress.desk.preview.server import bound
    except ImportError as fault:
        if fault.name and fault.name.partition(".")[0] in _LIBRARIES:
            message = f"the preview needs {fault.name}; type: pip install 'myopress[preview]'"
            raise BackendError(message) from None
        raise
    return bound(host, port, 0 if only else MORE_PORTS)


def preview(options: Options, at: socket.socket, *, opened: bool) -> int:
    """Show the book in the browser until Ctrl-C; `opened`: let the browser open the page."""
    from myopress.desk.preview.desk import Desk
    from myopress.desk.preview.press import Press
    from myopress.desk.preview.server import run

    book = options.book or usual_book()
    if not book.exists():
        raise InputError(f"there is no “{book}”")
    if book.name in {"book.toml", "SUMMARY.md"}:
        book = book.parent
    press = Press(partial(_print, options, book))

    def end(*_: object) -> None:
        press.end()
        os.write(2, b"\n" if sys.stderr.isatty() else b"")
        os._exit(0)

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    address = _address(at)

    def started() -> None:
        tell(f"{address} shows “{book.resolve().name}”; Ctrl-C ends it", options)
        if opened and _has_screen():
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    run(Desk(book, reach(options, book), press), at, started)
    return 0


def _print(options: Options, book: Path, pipe: Connection) -> None:
    """The work of the process beside this one."""
    from myopress.desk.preview.press import serve

    serve(pipe, book, reach(options, book))


def _has_screen() -> bool:
    """Whether a browser could show something: one within the terminal would take it away."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _address(at: socket.socket) -> str:
    host, port = at.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
