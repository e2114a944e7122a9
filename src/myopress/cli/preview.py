"""The command that shows a book while it is written."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click

from myopress.cli.options import commands, may_reach, names_book

_PORT = 8400


def _loopback(_: click.Context, __: click.Parameter, name: str) -> str:
    """The address of a name of this machine; raises BadParameter if others could reach it."""
    if name == "localhost":
        return "127.0.0.1"
    try:
        is_ours = ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        is_ours = False
    if not is_ours:
        message = f"“{name}” can be reached from elsewhere; localhost, 127.0.0.1 and ::1 cannot"
        raise click.BadParameter(message)
    return name.strip("[]")


@commands.command()
@names_book
@may_reach
@click.option(
    "--port", type=click.IntRange(1, 65535), metavar="N",
    help=f"The port. [default: {_PORT}, or the next that is free]",
)  # fmt: skip
@click.option(
    "--host", callback=_loopback, default="127.0.0.1", metavar="NAME",
    help="localhost, 127.0.0.1 or ::1. [default: 127.0.0.1]",
)  # fmt: skip
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
def preview(
    book: Path | None,
    allow_paths: tuple[Path, ...],
    port: int | None,
    host: str,
    *,
    allow_net: bool,
    no_open: bool,
) -> int:
    """Show BOOK in the browser while you write, with its faults."""
    from myopress.run import preview as previewing
    from myopress.run.session import Options

    try:
        at = previewing.listening(host, port or _PORT, only=port is not None)
    except OSError as fault:
        message = (
            f"{port or _PORT} cannot be used: {fault.strerror}; without it a free one is found"
        )
        raise click.BadParameter(message, param_hint="--port") from None
    options = Options(book, allow_paths=allow_paths, allow_net=allow_net)
    return previewing.preview(options, at, opened=not no_open)
