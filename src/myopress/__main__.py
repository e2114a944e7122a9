"""The `myopress` command, also as `python -m myopress`."""

from __future__ import annotations

import signal


def main() -> None:
    """Run the command. Until it listens for Ctrl-C itself, once it is loaded, that ends it silently."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from myopress import cli

    cli.main()


if __name__ == "__main__":
    main()
