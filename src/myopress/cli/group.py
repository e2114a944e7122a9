"""The group of commands: listed by what they are for, and helpful when none is named."""

from __future__ import annotations

from pathlib import Path

import click

SECTIONS = {
    "Begin and write": ("init", "preview", "check", "doctor"),
    "Make": ("build", "epub", "pdf", "cheatsheet", "html"),
    "Prove and keep": ("verify", "lock", "diff", "cache"),
}
"""Headings of the help, with the commands below them; all others come after these."""


class Group(click.Group):
    """Lists its commands below headings; a book in place of a command is told what to type."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections, each command with the first sentence of its help."""
        named = {name for names in SECTIONS.values() for name in names}
        rest = tuple(name for name in self.list_commands(ctx) if name not in named)
        width = max(map(len, self.commands))
        for title, names in {**SECTIONS, "More": rest}.items():
            limit = formatter.width - width - 6
            rows = [
                (name.ljust(width), self.commands[name].get_short_help_str(limit))
                for name in names
                if name in self.commands
            ]
            with formatter.section(title):
                formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named first; raises UsageError if there is none of that name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            if not Path(args[0]).exists():
                raise
            message = f"“{args[0]}” is no command but a book: myopress build {args[0]}"
            raise click.UsageError(message, ctx) from None
