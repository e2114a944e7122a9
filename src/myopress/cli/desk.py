"""The commands of the author's desk."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from myopress.cli.options import commands


def _tag(given: str) -> str:
    """A BCP 47 tag in its customary case; raises BadParameter if it is none."""
    from myopress.manifest.toml_values import TomlValueError, language

    try:
        return language(given)
    except TomlValueError as fault:
        raise click.BadParameter(str(fault)) from None


def _ask(what: str, usual: str) -> str:
    """What is typed on the terminal."""
    value = _tag if what == "Language" else str
    shown = bool(usual)
    answer: str = click.prompt(what, usual, show_default=shown, err=True, value_proc=value)
    return answer


@commands.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="The book's title.")
@click.option("--author", help="Who writes it.")
@click.option(
    "--language",
    metavar="TAG",
    callback=lambda _, __, given: given and _tag(given),
    help="Its language, like en, de-CH or pt-BR.",
)
@click.option(
    "--from", "old", metavar="OLD",
    help="Take over a folder or a Markdown file; or DIR itself, made for mdbook, bookdown, quarto, "
    "pandoc or as markdown.",
)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
def init(
    folder: Path,
    title: str | None,
    author: str | None,
    language: str | None,
    old: str | None,
    *,
    quiet: bool,
) -> int:
    """Begin a book in DIR, or take one over.

    It has two short chapters to write over; --from takes the chapters of another book.
    What is not given is asked for on a terminal, and elsewhere left at what is usual.
    """
    asked = sys.stdin.isatty() and sys.stderr.isatty() and not quiet
    if old is not None:
        from myopress.run.takeover import take_over

        given = {"title": title, "author": author, "language": language}
        return take_over(folder, old, given, _ask if asked else None, quiet=quiet)
    from myopress.desk.beginning import Answers
    from myopress.run import beginning

    name = folder.resolve().name.replace("-", " ").replace("_", " ")
    usual = name[:1].upper() + name[1:] or "My book"
    if asked:
        title = title or _ask("Title", usual)
        author = author or _ask("Author", "")
        language = language or _ask("Language", "en")
    return beginning.begin(
        folder, Answers(title or usual, author or "", language or "en"), quiet=quiet
    )


@commands.command(epilog="Example: myopress doctor")
def doctor() -> int:
    """Tell what the press lacks on this machine, and what to type."""
    from myopress.run.doctor import doctor

    return doctor()


@commands.command()
@click.argument("book", required=False, type=click.Path(path_type=Path))
@click.option("--size", is_flag=True, help="Say how much there is; so without an option.")
@click.option("--clear", is_flag=True, help="Remove it all.")
def cache(book: Path | None, *, size: bool, clear: bool) -> int:
    """Show or remove what runs of BOOK kept so as to be quicker.

    It is in the book's folder .myopress, or where MYOPRESS_CACHE says.
    """
    if size and clear:
        raise click.UsageError("--size and --clear exclude each other")
    from myopress.run.caching import show_cache

    return show_cache(book, clear=clear)
