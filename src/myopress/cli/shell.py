"""The command that completes commands and options in a shell."""

from __future__ import annotations

import click

from myopress.cli.options import commands


@commands.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print what makes SHELL complete commands and options.

    For bash and zsh add it to ~/.bashrc or ~/.zshrc, for fish to
    ~/.config/fish/completions/myopress.fish.
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    # Not `source()`, which starts bash to ask for its version.
    made = kind(commands, {}, "myopress", "_MYOPRESS_COMPLETE")
    click.echo(made.source_template % made.source_vars())
    return 0
