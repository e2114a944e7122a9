"""The commands that read a book and tell of it."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from myopress.cli.options import BookOptions, at_file, commands, reads_book
from myopress.run.places import in_folder


@commands.command()
@reads_book
@click.option(
    "--for", "shop", type=click.Choice(["kdp", "apple", "kobo", "google"]),
    help="Also what that shop rejects or spoils in the EPUB.",
)  # fmt: skip
def check(shop: str | None, **options: Unpack[BookOptions]) -> int:
    """Show what is wrong with BOOK, and write nothing."""
    from myopress.run import reading
    from myopress.run.session import Options

    return reading.check(Options(**options), shop)


@commands.command()
@reads_book
@click.option(
    "--built", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR",
    help="Compare the outputs that lie there, and build none.",
)  # fmt: skip
@click.option("--once", is_flag=True, help="Do not build a second time to compare the bytes.")
def verify(built: Path | None, *, once: bool, **options: Unpack[BookOptions]) -> int:
    """Prove that all of BOOK arrives in its outputs.

    Every word, link and page number is looked for.
    """
    from myopress.run import verifying
    from myopress.run.session import Options

    place = in_folder(built) if built else None
    return verifying.verify(Options(**options), place, once=once)


@commands.command()
@reads_book
@click.option("--onix", "as_onix", is_flag=True, help="As ONIX for Books 3.0, in reference names.")
@click.option(
    "-o", "--output", "target", type=click.Path(path_type=Path), metavar="FILE",
    help="The file to write. [default: standard output]",
)  # fmt: skip
def metadata(as_onix: bool, target: Path | None, **options: Unpack[BookOptions]) -> int:  # noqa: FBT001 -- click's
    """Write what shops and libraries ask about BOOK."""
    from myopress.run import reading
    from myopress.run.session import Options

    if not as_onix:
        raise click.UsageError("say in which form: --onix")
    if target is not None:
        at_file(target, ".xml")
    return reading.onix(Options(**options), target)


@commands.command()
@reads_book
@click.option("--claims", "of_claims", is_flag=True, help="Print its claims and their evidence.")
@click.option(
    "--to", "form", type=click.Choice(["json", "pandoc-json"]), default="json",
    help="Whose JSON: ours, or that which pandoc reads.",
)  # fmt: skip
def inspect(of_claims: bool, form: str, **options: Unpack[BookOptions]) -> int:  # noqa: FBT001 -- click's
    """Print the document of BOOK as JSON."""
    from myopress import claims, document_json
    from myopress.run import reading
    from myopress.run.session import Options

    encode = claims.encode if of_claims else document_json.encode
    if form == "pandoc-json":
        from myopress import pandoc

        if of_claims:
            raise click.UsageError("--claims and --to pandoc-json exclude each other")
        encode = pandoc.encode
    return reading.inspect(Options(**options), encode)
